// Starts the web app.

import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element to render into');
createRoot(root).render(<App />);
