// Loaded before the server: ends it with the test that holds its standard input, sets its clock.
import { createInterface } from 'node:readline';

const clock = Date.now.bind(Date);
let offset = 0;
// Whoever asks for the time gets the machine's, moved by as much as the test says.
Date.now = () => clock() + offset;

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [word, value] = line.split(' ');
    if (word === 'clock') offset = Number(value);
  })
  .on('close', () => process.kill(process.pid, 'SIGKILL'));
process.stdin.unref();
