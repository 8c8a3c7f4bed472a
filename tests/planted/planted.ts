/** A fault to plant in a copy of the program, and the test that must detect it. */
export interface Planted {
	id: string;
	/** The effect of the fault for users. */
	breaks: string;
	file: string;
	/** Text that occurs in the file exactly once. */
	find: string;
	replace: string;
	test: NamedTest;
}

export interface NamedTest {
	/** Its folder determines the kind of test. */
	file: string;
	/** Part of the title that no other test has. */
	name: string;
}

export const unit = (file: string, name: string): NamedTest => ({ file, name });
export const integration = (file: string, name: string): NamedTest => ({
	file: `tests/integration/${file}.test.ts`,
	name
});
export const fault = (file: string, name: string): NamedTest => ({
	file: `tests/fault/${file}.test.ts`,
	name
});

export const domain = (name: string) => `src/lib/domain/${name}.ts`;

/** The project of `vitest.config.ts` that the test belongs to. */
export function projectOf({ file }: NamedTest): 'unit' | 'integration' | 'fault' {
	if (file.startsWith('tests/integration/')) return 'integration';
	return file.startsWith('tests/fault/') ? 'fault' : 'unit';
}
