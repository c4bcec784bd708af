/* Replaces a file again and again until it is killed: node writer.js FILE. */
import {replaceFile} from '../../../src/state/file.js';

const [, , path = ''] = process.argv;
process.stdout.write('ready\n');
for (let round = 0; ; round++) await replaceFile(path, `${round % 2 === 0 ? 'old\n' : 'new\n'}`.repeat(20_000));
