// Stands for `npm start` after it has installed and built: the same way of running the server.
import { foreground } from '../../../tools/steps.mjs';

process.exitCode = await foreground(process.execPath, process.argv.slice(2));
