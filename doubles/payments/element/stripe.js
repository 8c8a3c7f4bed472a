/**
 * A stand-in of Stripe.js for the pay page of a demo or a test: `initCheckoutElementsSdk` of a Checkout Session,
 * with the Payment Element in a frame of the double. Options that it does not know are ignored.
 */
(() => {
	const { origin } = new URL(document.currentScript.src);

	window.Stripe = (publishableKey, { locale } = {}) => {
		if (!/^pk_test_\w+$/.test(publishableKey)) throw new Error('Invalid API Key provided.');
		return {
			initCheckoutElementsSdk: (options) => createCheckout(options, locale ?? 'auto')
		};
	};

	function createCheckout({ clientSecret, elementsOptions = {} }, locale) {
		const element = createElement(clientSecret, locale, elementsOptions.appearance ?? {});
		return {
			createPaymentElement: () => element.shown,
			async loadActions() {
				const session = await readSession(clientSecret, locale);
				if (session.error) return { type: 'error', error: session.error };
				return { type: 'success', actions: actionsOf(session, { clientSecret, locale, element }) };
			}
		};
	}

	/** Like Stripe, it refuses to confirm before the page has read the total that it shows. */
	function actionsOf(session, of) {
		let hasReadTotal = false;
		const total = {
			get minorUnitsAmount() {
				hasReadTotal = true;
				return session.amount;
			}
		};
		const { currency, email } = session;
		return {
			getSession: () => ({
				email,
				currency,
				minorUnitsAmountDivisor: session.divisor,
				total: { total }
			}),
			async confirm({ returnUrl, redirect = 'always', email: given } = {}) {
				if (!hasReadTotal) throw new Error('confirm() before total.total was read and displayed');
				const result = await confirmBy(of, given ?? email ?? '');
				if (result.type === 'success' && redirect === 'always')
					window.location.assign(returnUrl ?? session.returnUrl);
				return result;
			}
		};
	}

	async function confirmBy({ clientSecret, locale, element }, email) {
		const answer = await element.ask({ type: 'confirm', email });
		if (answer.type !== 'bank') return answer;
		await answerBank(answer.url, answer.title);
		const { isComplete, problem, error } = await readSession(clientSecret, locale);
		if (isComplete) return { type: 'success' };
		return { type: 'error', error: { message: problem ?? error?.message ?? '' } };
	}

	/** The bank's page over ours, until the customer has answered. */
	function answerBank(url, title) {
		const { promise, resolve } = Promise.withResolvers();
		const frame = makeFrame(url, title);
		frame.style.cssText =
			'position:fixed;inset:0;z-index:2147483647;width:100%;height:100%;border:0;background:#fff';
		const onAnswer = (event) => {
			if (event.source !== frame.contentWindow || event.origin !== origin) return;
			if (event.data?.type !== 'bank-answered') return;
			window.removeEventListener('message', onAnswer);
			frame.remove();
			resolve();
		};
		window.addEventListener('message', onAnswer);
		document.body.append(frame);
		return promise;
	}

	function createElement(clientSecret, locale, appearance) {
		const handlers = { ready: [], loaderror: [] };
		const fire = (name, event) => handlers[name]?.forEach((handle) => handle(event));
		const query = new URLSearchParams({ client_secret: clientSecret, locale });
		const frame = makeFrame(`${origin}/elements/frame?${query}`, 'Secure payment input frame');
		frame.style.cssText = 'display:block;width:100%;height:15rem;border:0;color-scheme:normal';
		let answered;
		window.addEventListener('message', ({ source, origin: from, data }) => {
			if (source !== frame.contentWindow || from !== origin) return;
			if (data.type === 'height') frame.style.height = `${data.height}px`;
			if (data.type === 'loaderror') fire('loaderror', { error: data.error });
			if (data.type === 'ready') {
				frame.contentWindow.postMessage({ type: 'appearance', appearance }, origin);
				fire('ready', {});
			}
			if (data.type === 'answer') answered?.(data.answer);
		});
		return {
			shown: {
				mount: (target) =>
					(typeof target === 'string' ? document.querySelector(target) : target).append(frame),
				on: (name, handle) => handlers[name]?.push(handle),
				destroy: () => frame.remove()
			},
			ask(message) {
				const { promise, resolve } = Promise.withResolvers();
				answered = resolve;
				frame.contentWindow.postMessage(message, origin);
				return promise;
			}
		};
	}

	function makeFrame(src, title) {
		return Object.assign(document.createElement('iframe'), { src, title });
	}

	async function readSession(clientSecret, locale) {
		const query = new URLSearchParams({ client_secret: clientSecret, locale });
		const answer = await fetch(`${origin}/elements/session?${query}`);
		return answer.json();
	}
})();
