import {Row, Tint} from '../../widgets/text/text.js';

/** The first row while nothing is known yet of the node. */
export function Waiting({trouble}: {readonly trouble: string | undefined}) {
	return (
		<Row>
			{' '}
			<Tint as="strong">
				{trouble === undefined ? 'Reading the state of this node' : 'The state of this node is not known'}
			</Tint>
		</Row>
	);
}
