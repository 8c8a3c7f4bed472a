import { createHash, timingSafeEqual } from 'node:crypto';
import { done, refuse } from '#domain/faults.ts';
import type { Context } from '../context.ts';
import { describeApi } from '../openapi.ts';
import { createReadiness } from '../readiness.ts';
import { Raw, type Mount, type RoutingTools } from '../routing.ts';

/** What machines ask: am I alive, may I have work, how is it going, what can I do. */
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
			if (metricsToken && !isSame(req.headers.authorization ?? '', `Bearer ${metricsToken}`))
				return refuse('unauthenticated');
			const { registry } = metrics;
			return done(new Raw(200, await registry.metrics(), registry.contentType));
		}
	});

	mount('mapStyle', { handle: () => done({ style: config.mapStyleUrl ?? null }) });

	let description: object | undefined;
	mount('openapi', { handle: () => done((description ??= describeApi(mounted))) });
}

/** Takes the same time wherever the two differ. */
function isSame(given: string, wanted: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(wanted));
}
