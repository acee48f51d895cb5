// What every test file needs: the site, a server, a browser; closed when the file is through.

import { after } from 'node:test';
import { launch } from './browser.js';
import { serve } from './server.js';
import { siteUnderTest } from './site.js';

export const site = siteUnderTest();
export const server = await serve(site.folder);
export const browser = await launch();

after(async () => {
  await browser.close();
  await server.close();
});
