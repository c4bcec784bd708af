import {useEffect, useState} from 'react';
import {useTheme} from '../../theme.js';
import {Tint} from '../text/text.js';

/** A sign that turns four times a second while an action runs; on a slow line more would only be lost. */
export function Spinner() {
	const {spinner} = useTheme().signs;
	const [turn, setTurn] = useState(0);
	useEffect(() => {
		const timer = setInterval(() => setTurn((turn) => turn + 1), 250);
		return () => clearInterval(timer);
	}, []);
	return <Tint as="strong">{spinner[turn % spinner.length] ?? ''}</Tint>;
}
