import {Component, type ReactNode} from 'react';
import {messageOf} from '../../../src/errors.js';
import {oneLine} from '../../text/sanitise.js';
import {Row, Tint} from '../text/text.js';

interface Props {
	/** What is drawn here, e.g. `the list of commands`. */
	readonly what: string;
	/** Drawing is tried again when this changes. */
	readonly retry: unknown;
	readonly children: ReactNode;
}

interface State {
	readonly fault?: string | undefined;
	readonly retry: unknown;
}

/** Shows a fault of its children in their place, so that the rest of the console stays alive. */
export class Fault extends Component<Props, State> {
	override state: State = {retry: this.props.retry};

	static getDerivedStateFromError(error: unknown): Partial<State> {
		return {fault: oneLine(messageOf(error))};
	}

	static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
		return props.retry === state.retry ? null : {fault: undefined, retry: props.retry};
	}

	override render(): ReactNode {
		const {fault} = this.state;
		if (fault === undefined) return this.props.children;
		return (
			<Row>
				{' '}
				<Tint as="danger">{`A fault of umm: ${this.props.what} can't be drawn: ${fault}`}</Tint>
			</Row>
		);
	}
}
