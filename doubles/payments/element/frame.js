/**
 * The fields of a card, in the double's frame. A number leaves this page as the id of a test card only: a real
 * card, typed by mistake, is refused here.
 */
(() => {
	const form = document.querySelector('form');
	const { clientSecret, locale, words, cards } = JSON.parse(form.dataset.element);
	const post = (message) => window.parent.postMessage(message, '*');

	const fields = {
		number: { input: form.elements.number, fault: faultOfNumber },
		expiry: { input: form.elements.expiry, fault: faultOfExpiry },
		cvc: { input: form.elements.cvc, fault: faultOfCvc }
	};

	form.addEventListener('submit', (event) => event.preventDefault());
	fields.number.input.addEventListener('input', ({ target }) => {
		target.value = (digitsOf(target).match(/\d{1,4}/g) ?? []).join(' ').slice(0, 23);
	});
	fields.expiry.input.addEventListener('input', ({ target, inputType }) => {
		const digits = digitsOf(target).slice(0, 4);
		const isErased = inputType?.startsWith('delete');
		target.value =
			digits.length > 2 || (digits.length === 2 && !isErased)
				? `${digits.slice(0, 2)} / ${digits.slice(2)}`
				: digits;
	});
	for (const { input, fault } of Object.values(fields))
		input.addEventListener('change', () => show(input, fault(input)));

	window.addEventListener('message', ({ source, data }) => {
		if (source !== window.parent) return;
		if (data?.type === 'appearance') dress(data.appearance.variables ?? {});
		if (data?.type === 'confirm')
			void confirm(data.email).then((answer) => post({ type: 'answer', answer }));
	});

	new ResizeObserver(([{ borderBoxSize }]) =>
		post({ type: 'height', height: Math.ceil(borderBoxSize[0].blockSize) })
	).observe(document.body);
	post({ type: 'ready' });

	async function confirm(email) {
		const faults = Object.values(fields).map(({ input, fault }) => show(input, fault(input)));
		const first = faults.findIndex(Boolean);
		if (first >= 0) {
			Object.values(fields)[first].input.focus();
			return { type: 'error', error: { message: faults[first] } };
		}
		const body = new URLSearchParams({
			client_secret: clientSecret,
			locale,
			card: cards[digitsOf(fields.number.input)],
			email
		});
		const answer = await fetch('/elements/confirm', { method: 'POST', body });
		return answer.json();
	}

	function show(input, fault) {
		const line = document.getElementById(`${input.name}-fault`);
		line.textContent = fault ?? '';
		input.setAttribute('aria-invalid', String(fault !== undefined));
		return fault;
	}

	function faultOfNumber(input) {
		const digits = digitsOf(input);
		if (digits.length < 16) return words.numberShort;
		return cards[digits] === undefined ? words.numberUnknown : undefined;
	}

	function faultOfExpiry(input) {
		const [, month, year] = /^(0[1-9]|1[0-2])(\d\d)$/.exec(digitsOf(input)) ?? [];
		if (month === undefined) return words.expiryShort;
		const isPast = Date.UTC(2000 + Number(year), Number(month)) <= Date.now();
		return isPast ? words.expiryPast : undefined;
	}

	function faultOfCvc(input) {
		return /^\d{3,4}$/.test(digitsOf(input)) ? undefined : words.cvcShort;
	}

	function digitsOf({ value }) {
		return value.replace(/\D/g, '');
	}

	/** The page's colours and corners, as Stripe's appearance has them. */
	function dress(variables) {
		for (const [name, value] of Object.entries(variables))
			document.documentElement.style.setProperty(`--${name}`, value);
	}
})();
