import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { done, refuse } from '#domain/wire/faults.ts';
import type { Context } from '../context.ts';
import { describeApi } from '../openapi.ts';
import { createReadiness } from '../readiness.ts';
import { Raw, type Mount, type RoutingTools } from '../routing.ts';

/** Routes for machines: liveness, readiness, metrics, and the description of the API. */
export function mountHealth(mount: Mount, context: Context, { mounted }: RoutingTools): void {
	const { config, metrics } = context;
	const readiness = createReadiness(context);

	mount('health', { handle: () => done({ ok: true, demo: config.isDemo }) });

	mount('ready', {
		handle: async () => {
			const state = await readiness();
			return done(new Raw(state.ready ? 200 : 503, state));
		}
	});

	mount('metrics', {
		handle: async ({ req }) => {
			const { metricsToken } = config;
			const isAllowed = metricsToken
				? isSame(req.headers.authorization ?? '', `Bearer ${metricsToken}`)
				: isFromThisMachine(req);
			if (!isAllowed) return refuse('unauthenticated');
			const { registry } = metrics;
			return done(new Raw(200, await registry.metrics(), registry.contentType));
		}
	});

	mount('mapStyle', { handle: () => done({ style: config.mapStyleUrl ?? null }) });

	let description: object | undefined;
	mount('openapi', { handle: () => done((description ??= describeApi(mounted, config))) });
}

/** Whether the caller is on this machine; a request through a proxy is not. */
function isFromThisMachine({ socket, headers }: IncomingMessage): boolean {
	const isPassedOn = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some(
		(name) => headers[name] !== undefined
	);
	return !isPassedOn && LOOPBACK.test(socket.remoteAddress ?? '');
}

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;

/** Compares in constant time. */
function isSame(given: string, wanted: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(wanted));
}
