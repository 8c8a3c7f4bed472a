#!/usr/bin/env python3
"""Rebuilds the sums of a business day from the file of the open log alone.

    python3 day_sums.py gare-2026-11-23.ndjson

Prints one JSON document. Ends with code 1 and a sentence when the file was cut off or changed, when an
event is missing, or when a movement of money is not as it was written. Needs Python 3.9 and nothing else.
"""
import hashlib
import json
import sys

SALES = {"capture", "cash", "terminal", "voucher", "cheque"}
GIVEN_BACK = {"refund", "cash_refund"}
REVERSALS = {"reversal"}
SEALED = (
    "shop_id seq at day kind debit credit amount_minor currency order_id intent_id refund_id"
    " shift_id driver_id actor vat note"
).split()


class Fault(Exception):
    """What is wrong with the file."""


def netstring(text):
    """`4:gare,`; `-,` for null: two different rows never have the same text."""
    if text is None:
        return "-,"
    return f"{len(text.encode())}:{text},"


def read(path):
    """The lines of the file, without the end that it is compared with."""
    with open(path, "rb") as file:
        raw = file.read()
    *body, last = raw.splitlines(keepends=True) or [b""]
    end = json.loads(last) if last.endswith(b"\n") else {}
    if end.get("line") != "end":
        raise Fault("the file was cut off")
    if hashlib.sha256(b"".join(body)).hexdigest() != end["sha256"]:
        raise Fault("the file was changed")
    return [json.loads(line) for line in body]


def check_events(events):
    """No event of the day is missing: their numbers have no hole."""
    for before, after in zip(events, events[1:]):
        if after["seq"] != before["seq"] + 1:
            raise Fault(f"event {before['seq'] + 1} is missing")


def check_movements(movements):
    """Each row has the hash of its text and of the hash before it."""
    previous = None
    for row in movements:
        if previous and int(row["seq"]) == int(previous["seq"]) + 1 and row["prev_hash"] != previous["hash"]:
            raise Fault(f"movement {row['seq']} does not follow the one before it")
        text = netstring(row["prev_hash"]) + "".join(netstring(row[column]) for column in SEALED)
        if hashlib.sha256(text.encode()).hexdigest() != row["hash"]:
            raise Fault(f"movement {row['seq']} is not as it was written")
        previous = row


def sums_of_orders(events):
    """Orders placed on the day by channel, and their last state of the day."""
    placed, states = {}, {}
    for event in events:
        if event["subject"] != "order":
            continue
        if event["to"] == "placed" and event["from"] != "placed":
            placed[event["id"]] = event["state"].get("channel", "web")
        states[event["id"]] = event["to"] or event["state"].get("status")
    return {"placed": counted(placed.values()), "states": counted(states.values())}


def sums_of_money(movements):
    """Amounts by kind, what was sold and given back, and the VAT by rate, in minor units."""
    kinds, vat, sold, given_back = {}, {}, 0, 0
    for row in movements:
        kind, amount = row["kind"], int(row["amount_minor"])
        kinds[kind] = kinds.get(kind, 0) + amount
        sign = 1 if kind in SALES else -1 if kind in GIVEN_BACK | REVERSALS else 0
        sold += amount if kind in SALES else -amount if kind in REVERSALS else 0
        given_back += amount if kind in GIVEN_BACK else 0
        for part in json.loads(row["vat"] or "[]") if sign else []:
            gross, tax = vat.get(part["rate"], (0, 0))
            vat[part["rate"]] = (gross + sign * part["grossMinor"], tax + sign * part["vatMinor"])
    return {
        "kinds": kinds,
        "soldMinor": sold,
        "givenBackMinor": given_back,
        "vat": [
            {"rate": rate, "grossMinor": gross, "vatMinor": tax}
            for rate, (gross, tax) in sorted(vat.items())
            if gross or tax
        ],
    }


def counted(values):
    """How often each value is there."""
    result = {}
    for value in values:
        result[value] = result.get(value, 0) + 1
    return result


def main(path):
    """Reads, checks and adds up one file."""
    lines = read(path)
    head = lines[0]
    events = [line for line in lines if line["line"] == "event"]
    movements = [line for line in lines if line["line"] == "movement"]
    check_events(events)
    check_movements(movements)
    return {
        "shop": head["shop"],
        "day": head["day"],
        "currency": head["currency"],
        "events": len(events),
        "orders": sums_of_orders(events),
        "money": sums_of_money(movements),
    }


if __name__ == "__main__":
    try:
        print(json.dumps(main(sys.argv[1])))
    except Fault as fault:
        sys.exit(f"{sys.argv[1]}: {fault}.")
