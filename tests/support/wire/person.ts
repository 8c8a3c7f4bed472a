import type { Role } from '#domain/order/lifecycle.ts';
import type { Principal } from '#domain/people/access.ts';

/** A signed-in person with these roles. */
export const person = (id: string, ...roles: [shop: string, role: Role][]): Principal => ({
	kind: 'staff',
	id,
	name: id,
	sessionId: 's',
	roles: roles.map(([shop, role]) => ({ shop, role }))
});
