/** A self-signed X.509 certificate (RFC 5280, version 1), as PayPal's host serves one. Node reads them, and makes none. */
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

const SEQUENCE = 0x30;
const SHA256_WITH_RSA = '2a864886f70d01010b';
const COMMON_NAME = '550403';

export interface TestCertificate {
	pem: string;
	privateKey: KeyObject;
}

export function selfSigned(from: Date, to: Date): TestCertificate {
	const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	return { pem: certificateOf(publicKey, privateKey, from, to), privateKey };
}

function certificateOf(publicKey: KeyObject, privateKey: KeyObject, from: Date, to: Date): string {
	const algorithm = der(SEQUENCE, der(0x06, Buffer.from(SHA256_WITH_RSA, 'hex')), der(0x05));
	const name = der(
		SEQUENCE,
		der(
			0x31,
			der(SEQUENCE, der(0x06, Buffer.from(COMMON_NAME, 'hex')), der(0x0c, Buffer.from('test')))
		)
	);
	const content = der(
		SEQUENCE,
		der(0x02, Buffer.from([1])),
		algorithm,
		name,
		der(SEQUENCE, time(from), time(to)),
		name,
		publicKey.export({ type: 'spki', format: 'der' })
	);
	const signature = createSign('RSA-SHA256').update(content).sign(privateKey);
	const whole = der(SEQUENCE, content, algorithm, der(0x03, Buffer.from([0]), signature));
	const lines = whole.toString('base64').replace(/.{64}/g, '$&\n');
	return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** UTCTime, `YYMMDDhhmmssZ`. */
function time(at: Date): Buffer {
	return der(0x17, Buffer.from(at.toISOString().replace(/^..|[-:T]|\.\d+/g, '')));
}

function der(tag: number, ...parts: Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

function lengthOf({ length }: Buffer): Buffer {
	if (length < 128) return Buffer.from([length]);
	const hex = length.toString(16);
	const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
	return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}
