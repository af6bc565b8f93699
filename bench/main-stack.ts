// Writes the main stack's JSON.
//   node --import tsx bench/main-stack.ts FILE
import { writeFileSync } from 'node:fs';
import { App, Testing } from 'cdktf';
import { MainStack } from '../main';
import { contextOfProject, readSettings } from '../settings';

const app = new App({ context: contextOfProject() });
writeFileSync(process.argv[2], Testing.synth(new MainStack(app, 'main', readSettings(app.node))));
