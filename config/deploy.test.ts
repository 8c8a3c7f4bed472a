import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inProject } from './paths.ts';
import { webVariables } from './web.ts';
import { workerVariables } from './worker.ts';

const compose = readFileSync(inProject('docker-compose.yml'), 'utf8');
const dockerfile = readFileSync(inProject('Dockerfile'), 'utf8');
const nginx = readFileSync(inProject('deploy/nginx.conf'), 'utf8');
const example = readFileSync(inProject('.env.example'), 'utf8');

/** One service's lines, with those of the block it includes. */
function service(name: string): string {
	const [, block] = new RegExp(`\n  ${name}:\n((?:(?: {4}.*)?\n)+)`).exec(compose) ?? [];
	if (!block) throw new Error(`docker-compose.yml has no service ${name}`);
	const shared = block.includes('<<: *app')
		? (/x-app: &app\n((?: .*\n)+)/.exec(compose)?.[1] ?? '')
		: '';
	return shared + block;
}

describe('docker-compose.yml', () => {
	test('keeps the data of PostgreSQL 18 where its image wants it', () => {
		expect(service('postgres')).toContain('image: postgres:18');
		expect(service('postgres')).toContain("'postgres:/var/lib/postgresql'");
	});

	test('runs a Redis that forgets and evicts nothing', () => {
		const command = service('redis').replace(/[\s,']+/g, ' ');

		expect(command).toContain('--appendonly yes --appendfsync everysec');
		expect(command).toContain('--maxmemory-policy noeviction');
		expect(service('redis')).toContain("'redis:/data'");
	});

	test.each(['postgres', 'redis'])('watches the health of %s and brings it back', (name) => {
		expect(service(name)).toContain('healthcheck:');
		expect(service(name)).toContain('restart: unless-stopped');
	});

	test.each(['migrate', 'web', 'worker'])('runs %s as nobody special', (name) => {
		expect(service(name)).toContain('user: node');
		expect(service(name)).toContain('no-new-privileges:true');
	});

	test.each(['web', 'worker'])('starts %s after the migrations, which run once', (name) => {
		expect(service(name)).toContain('migrate: { condition: service_completed_successfully }');
		expect(service('migrate')).toContain('command: [node, db/cli/migrate.ts]');
	});

	test.each([
		['web', '/files', 'FILES_DIR'],
		['worker', '/seals', 'SEAL_DIR']
	])('keeps what %s writes to %s in a volume that its user owns', (name, folder, variable) => {
		expect(service(name)).toContain(`${variable}: ${folder}\n`);
		expect(service(name)).toMatch(new RegExp(`volumes: \\['[^']+:${folder}'\\]`));
		expect(dockerfile).toMatch(new RegExp(`chown node .*${folder}`));
	});

	test('has no secret in it, and asks for each by name', () => {
		for (const [, name = ''] of compose.matchAll(/\$\{([A-Z_]+):\?/g)) {
			expect(example).toMatch(new RegExp(`^${name}=`, 'm'));
		}
		expect(compose).toMatch(/APP_SECRET: \$\{APP_SECRET:\?/);
		expect(compose).not.toMatch(/(SECRET|PASSWORD): [a-z0-9]/);
	});

	test('sets only variables that its process reads', () => {
		const names = (name: string) =>
			[...service(name).matchAll(/^ {6}([A-Z_]+):/gm)].map(([, variable = '']) => variable);

		for (const name of names('web')) expect(Object.keys(webVariables.shape)).toContain(name);
		// PORT is where the image's health check asks.
		const worker = names('worker').filter((name) => name !== 'PORT');
		for (const name of worker) expect(Object.keys(workerVariables.shape)).toContain(name);
		expect(worker.length).toBeGreaterThan(3);
	});
});

describe('Dockerfile', () => {
	test('runs as node, with production packages only and a health check', () => {
		expect(dockerfile).toMatch(/npm ci --omit=dev/);
		expect(dockerfile).toMatch(/^USER node$/m);
		expect(dockerfile).toMatch(/^HEALTHCHECK/m);
		expect(dockerfile.indexOf('USER node')).toBeLessThan(dockerfile.lastIndexOf('CMD'));
	});

	test('copies only what is there', () => {
		for (const [, path = ''] of dockerfile.matchAll(/^COPY (?!--from)(\S+) \S+$/gm)) {
			expect(existsSync(inProject(path)), path).toBe(true);
		}
	});
});

test('nginx passes websockets on and says who asked', () => {
	expect(nginx).toMatch(/proxy_set_header Upgrade \$http_upgrade/);
	expect(nginx).toMatch(/proxy_set_header Connection \$connection_upgrade/);
	expect(nginx).toMatch(/X-Forwarded-For \$proxy_add_x_forwarded_for/);
	expect(nginx).toMatch(/X-Forwarded-Proto/);
});

describe('the access log of nginx', () => {
	const token = 'Zk3v9QmB1xT7wLr0pYc2dA';
	/** The map as nginx reads it: the first expression that fits, else the default. */
	const rules = [...nginx.matchAll(/^\t"~(.+)" (\S+);$/gm)].map(([, pattern = '', value = '']) => {
		return { pattern: new RegExp(pattern), value };
	});
	const logged = (uri: string) => {
		for (const { pattern, value } of rules) {
			const found = pattern.exec(uri);
			if (found) return value === '$known' ? found.groups?.known : value;
		}
		return 'other';
	};

	test.each([
		[`/track/${token}`, '/track'],
		[`/track/${token}%`, '/track'],
		[`/track/${token}?utm=${token}`, '/track'],
		[`/api/track/${token}/history`, '/api/track'],
		[`/api/${token}`, 'other'],
		[`//track/${token}`, 'other'],
		[`/track%2f${token}`, 'other'],
		[`/TRACK/${token}`, 'other'],
		[`/${token}`, 'other'],
		[`/x/../track/${token}`, 'other'],
		[`/?next=/track/${token}`, '/'],
		['/manage/gare/orders', '/manage'],
		['/socket.io/?EIO=4', '/socket.io']
	])('writes %s as %s', (uri, expected) => {
		expect(logged(uri)).toBe(expected);
	});

	test('has no other field that may hold an address, and the error log quotes no request', () => {
		const format = /log_format without_tokens '(.+)';/.exec(nginx)?.[1] ?? '';
		const fields = [...format.matchAll(/\$(\w+)/g)].map(([, field]) => field);

		expect(fields).toEqual([
			'remote_addr',
			'time_iso8601',
			'request_method',
			'logged_path',
			'status',
			'body_bytes_sent',
			'request_time'
		]);
		expect(nginx).toMatch(/^\taccess_log \S+ without_tokens;$/m);
		expect(nginx).toMatch(/^\terror_log \S+ crit;$/m);
	});
});
