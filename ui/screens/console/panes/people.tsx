import type {AuditEntry, Session, Snapshot} from '../../../../src/console/snapshot.js';
import {describeRequester} from '../../../../src/state/requester.js';
import {scrollKeys} from '../../../keymap.js';
import {age, clock} from '../../../text/format.js';
import {Rows, type TextRow, wrapped} from '../../../widgets/rows/rows.js';
import {useScroll} from '../../../widgets/rows/scroll.js';
import {Rule} from '../../../widgets/text/rule.js';
import type {Pane, Room} from './pane.js';

function sessionRows({by, since, last}: Session, now: number, columns: number): readonly TextRow[] {
	const did = last === undefined ? '' : `; ${age((now - last.time) / 1000)} ago: ${last.what}`;
	return wrapped(`${describeRequester(by)}, since ${clock(since, now)}${did}`, columns);
}

const outcomes = {done: undefined, refused: 'danger', failed: 'danger'} as const;

function auditRows({time, by, action, detail, outcome}: AuditEntry, now: number, columns: number): readonly TextRow[] {
	const when = `${clock(time, now)}  `;
	const what = `${action}${outcome === 'done' ? '' : ` (${outcome})`}${detail === undefined ? '' : `: ${detail}`}`;
	return wrapped(
		`${describeRequester(by)}  ${what}`,
		columns,
		outcomes[outcome],
		[{text: when, tone: 'muted'}],
		when.length,
	);
}

/** Who else has a console open, and what was done of late. */
export function usePeople(snapshot: Snapshot | undefined, {columns, height}: Room): Pane {
	const {others = [], audit = [], now = 0} = snapshot ?? {};
	const sessions =
		others.length === 0
			? [[{text: 'Nobody else has a console open on this node.', tone: 'muted' as const}]]
			: others.flatMap((session) => sessionRows(session, now, columns - 2));
	const entries =
		audit.length === 0
			? [[{text: 'Nothing was done yet.', tone: 'muted' as const}]]
			: audit.flatMap((entry) => auditRows(entry, now, columns - 2));
	const above = Math.min(sessions.length, Math.max(1, Math.floor(height / 3)));
	const below = Math.max(0, height - 2 - above);
	const scroll = useScroll('audit', entries.length, below);
	return {
		bindings: scrollKeys,
		press: scroll.press,
		wheel: scroll.by,
		content: (
			<>
				<Rule title="Others on a console now" columns={columns} />
				<Rows rows={sessions} first={0} height={above} />
				<Rule title="What was done, newest first" note={scroll.note} columns={columns} />
				<Rows rows={entries} first={scroll.first} height={below} />
			</>
		),
	};
}
