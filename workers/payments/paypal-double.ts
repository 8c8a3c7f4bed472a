import { Agent } from 'node:https';
import { connect, type Socket } from 'node:net';

/**
 * PayPal's SDK knows two hosts and has no setting for a third. Its `httpsAgent` is public: one whose connections
 * go to the payment double, in plain text, leaves all of the SDK's own code in place. Used only when
 * PAYMENT_DOUBLE_URL is set.
 */
export class DoubleAgent extends Agent {
	#host: string;
	#port: number;

	/** @param url `http://host:port`. */
	constructor(url: string) {
		super({ keepAlive: false });
		const { hostname, port } = new URL(url);
		this.#host = hostname.replace(/^\[|\]$/g, '');
		this.#port = Number(port || 80);
	}

	override createConnection(): Socket {
		return connect(this.#port, this.#host);
	}
}
