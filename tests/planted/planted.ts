/** A fault that is planted in a copy of the program, and the one test that has to notice it. */
export interface Planted {
	id: string;
	/** What would be wrong for people. */
	breaks: string;
	file: string;
	/** Stands in the file exactly once. */
	find: string;
	replace: string;
	test: NamedTest;
}

export interface NamedTest {
	/** Its folder says which kind of test it is. */
	file: string;
	/** Words that only this test's name has. */
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

/** The project of `vitest.config.ts` that a test belongs to. */
export function projectOf({ file }: NamedTest): 'unit' | 'integration' | 'fault' {
	if (file.startsWith('tests/integration/')) return 'integration';
	return file.startsWith('tests/fault/') ? 'fault' : 'unit';
}
