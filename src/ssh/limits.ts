/** How much one server takes on. Times are milliseconds. */
export interface Limits {
	/** From the connection to a proven key (sshd_config(5), LoginGraceTime). */
	readonly loginGrace: number;
	/** Keys that may be tried on one connection (MaxAuthTries). */
	readonly attempts: number;
	/** Connections that have not logged in (MaxStartups). */
	readonly startups: number;
	/** Of them from one address, or one network of IPv6 (PerSourceMaxStartups). */
	readonly startupsEach: number;
	/** Sessions at once, on all connections. */
	readonly sessions: number;
	/** Sessions at once on one connection (MaxSessions). */
	readonly sessionsEach: number;
	/** A console without a key, or a connection without a session, that long is ended. */
	readonly idle: number;
	/** Between two questions whether the client is still there (ClientAliveInterval). */
	readonly alive: number;
	/** Questions without an answer until the client is taken for gone (ClientAliveCountMax). */
	readonly aliveCount: number;
}

/** For a node: few people, and a console costs memory. */
export const standardLimits: Limits = {
	loginGrace: 60_000,
	attempts: 6,
	startups: 100,
	startupsEach: 20,
	sessions: 64,
	sessionsEach: 10,
	idle: 3_600_000,
	alive: 30_000,
	aliveCount: 4,
};
