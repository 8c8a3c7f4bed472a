/** The group's orders at risk and the shops' windows: read again after changes, on focus, and every few seconds. */

import { ask } from '$lib/live/commands.ts';
import { bySlack } from '#domain/order/desk.ts';
import { isAtRisk } from '#domain/order/needs.ts';
import type { GroupRisk, GroupRisks, Windows } from '#domain/wire/contract.ts';

/** Most shops of a long list are in no feed of the page. */
const EVERY_MS = 10_000;
/** After a change on the page; further changes until then are read with it. */
const SETTLE_MS = 1500;

export class RiskWatch {
	#read = $state.raw<GroupRisks>({ at: '', risks: [], total: 0, windows: {} });
	/** The last reading failed: what is shown is older. */
	isOld = $state(false);
	readonly #shops: () => readonly string[];
	#later: ReturnType<typeof setTimeout> | undefined;
	/** Of readings, so that an answer that is overtaken is dropped. */
	#turn = 0;

	/** `shops`: those whose windows are shown. */
	constructor(first: GroupRisks, shops: () => readonly string[]) {
		this.#read = first;
		this.#shops = shops;
	}

	get at(): string {
		return this.#read.at;
	}

	get windows(): Windows {
		return this.#read.windows;
	}

	/** Those that are still at risk at `now` (epoch ms), the least time to spare first, and how many there are. */
	listAt(now: number): { risks: readonly GroupRisk[]; total: number } {
		const { risks, total } = this.#read;
		const still = risks
			.map((risk) => ({ ...risk.order, risk, forecast: risk.forecast, ...chanceOf(risk) }))
			.filter((order) => isAtRisk(order, now));
		return {
			risks: bySlack(still, now).map(({ risk }) => risk),
			total: total - (risks.length - still.length)
		};
	}

	/** Until the returned function is called. */
	start(): () => void {
		const onSeen = () => document.visibilityState === 'visible' && void this.read();
		const every = setInterval(onSeen, EVERY_MS);
		document.addEventListener('visibilitychange', onSeen);
		addEventListener('focus', onSeen);
		return () => {
			this.#turn++;
			clearInterval(every);
			clearTimeout(this.#later);
			document.removeEventListener('visibilitychange', onSeen);
			removeEventListener('focus', onSeen);
		};
	}

	/** Something changed: reads soon. */
	nudge(): void {
		this.#later ??= setTimeout(() => {
			this.#later = undefined;
			void this.read();
		}, SETTLE_MS);
	}

	async read(): Promise<void> {
		const turn = ++this.#turn;
		const answer = await ask<GroupRisks>(`/api/group/risks?shops=${this.#shops().join(',')}`);
		if (turn !== this.#turn) return;
		this.isOld = !answer.ok;
		if (answer.ok) this.#read = answer.value;
	}
}

const chanceOf = ({ forecast: { lateChance } }: GroupRisk) => ({ lateChance });
