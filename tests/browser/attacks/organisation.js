// A folder of repositories in which strangers attack: one repository for each payload, with the payload in every
// place that people write into.

import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PAYLOADS } from './payloads.js';

const quoted = (text) => JSON.stringify(text);

/** The places of a repository that payloads are put into, each a part of its files. */
const PLACES = {
  'milepost.yaml: texts': (name, text) => ({
    'milepost.yaml': `name: ${name}\ndescription: ${quoted(text)}\nowner: ${quoted(text)}\nsystem: ${quoted(text)}\ntype: ${quoted(text)}\nlifecycle: ${quoted(text)}\n`,
  }),
  'milepost.yaml: links': (name, text) => ({
    'links/milepost.yaml': `name: ${name}-links\nowner: tracking\nlinks:\n  runbook: ${quoted(text)}\n  dashboard: ${quoted(`javascript:${text}`)}\n  chat: ${quoted(`https://ok.example/${text}`)}\n`,
  }),
  'catalog-info.yaml': (name, text) => ({
    'backstage/catalog-info.yaml': [
      'apiVersion: backstage.io/v1alpha1', 'kind: Component', 'metadata:', `  name: ${name}-backstage`, `  title: ${quoted(text)}`,
      `  description: ${quoted(text)}`, `  tags: [${quoted(text)}]`, `  labels: {x: ${quoted(text)}}`,
      `  annotations: {backstage.io/source-location: ${quoted(text)}, x: ${quoted(text)}}`,
      `  links: [{url: ${quoted(text)}, title: ${quoted(text)}, icon: ${quoted(text)}}]`,
      'spec:', `  type: ${quoted(text)}`, `  lifecycle: ${quoted(text)}`, `  owner: ${quoted(text)}`, `  dependsOn: [${quoted(text)}]`, '',
    ].join('\n'),
  }),
  'README.md': (name, text) => ({ 'README.md': `# ${text}\n\n${text}\n\n- ${text}\n\n> ${text}\n` }),
  'docs': (name, text) => ({ 'docs/index.md': `${text}\n\n## ${text}\n`, 'docs/runbook.md': `---\ntitle: ${quoted(text)}\n---\n\n${text}\n` }),
  'CODEOWNERS': (name, text) => ({ CODEOWNERS: `* @org/${text.replace(/\s/g, '')}\n/x ${text}\n` }),
  'workflow': (name, text) => ({
    '.github/workflows/x.yml': `name: ${quoted(text)}\non: push\njobs:\n  ${quoted(text)}:\n    runs-on: x\n    environment: ${quoted(text)}\n    steps: [{run: x}]\n`,
  }),
  'an action': (name, text) => ({
    '.github/workflows/form.yml': [
      `name: ${quoted(text)}`, `run-name: ${quoted(`${text} \${{ inputs.service }}`)}`, 'on:', '  workflow_dispatch:', '    inputs:',
      `      service: {description: ${quoted(text)}, type: string, required: true, default: ${quoted(text)}}`,
      `      kind: {description: ${quoted(text)}, type: choice, options: [${quoted(text)}, other], default: ${quoted(text)}}`,
      `      ${quoted(text)}: {description: ${quoted(text)}, type: string}`, 'jobs: {x: {runs-on: x, steps: [{run: x}]}}', '',
    ].join('\n'),
    // Every other one is described: the rest is what a workflow alone says.
    ...(/[02468]$/.test(name) && {
      'milepost.actions/form.yaml': [
        `title: ${quoted(text)}`, `description: ${quoted(text)}`, 'workflow: .github/workflows/form.yml', `owner: ${quoted(text)}`, `icon: ${quoted(text)}`,
        'inputs:', `  service: {label: ${quoted(text)}, help: ${quoted(text)}, placeholder: ${quoted(text)}, pattern_says: ${quoted(text)}, pattern: '[a-z]+'}`,
        `  kind: {label: ${quoted(text)}, options: {${quoted(text)}: ${quoted(text)}, other: ${quoted(text)}}}`,
        `sections: [{title: ${quoted(text)}, inputs: [service, kind]}]`, `confirm: ${quoted(text)}`, 'guardrails:',
        `  - {id: one, title: ${quoted(text)}, deny: 'inputs.service == "x"', message: ${quoted(text)}}`,
        `  - {id: two, title: ${quoted(text)}, freeze: [{from: 2026-12-18, until: 2999-01-04, why: ${quoted(text)}}], message: ${quoted(text)}}`, '',
      ].join('\n'),
    }),
  }),
  'OpenAPI': (name, text) => ({
    'api/openapi.yaml': [
      'openapi: 3.0.0', `info: {title: ${quoted(text)}, version: ${quoted(text)}, description: ${quoted(text)}, termsOfService: ${quoted(text)}, contact: {url: ${quoted(text)}, email: ${quoted(text)}}}`,
      `servers: [{url: ${quoted(text)}, description: ${quoted(text)}}]`, `externalDocs: {url: ${quoted(text)}, description: ${quoted(text)}}`,
      'paths:', `  ${quoted(`/x/${text}`)}:`, '    get:', `      operationId: ${quoted(text)}`, `      summary: ${quoted(text)}`, `      description: ${quoted(text)}`,
      `      tags: [${quoted(text)}]`, `      parameters: [{name: ${quoted(text)}, in: query, description: ${quoted(text)}, schema: {type: string, pattern: ${quoted(text)}, enum: [${quoted(text)}]}}]`,
      `      responses: {'200': {description: ${quoted(text)}, content: {application/json: {example: {x: ${quoted(text)}}}}}}`, '',
    ].join('\n'),
    'api/catalog-info.yaml': `apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: ${name}-api, description: ${quoted(text)}}\nspec: {type: openapi, lifecycle: production, owner: tracking, definition: {$text: ./openapi.yaml}}\n`,
  }),
  'a broken file': (name, text) => ({ 'broken/catalog-info.yaml': `kind: [ ${text}\n` }),
};

/** How many attacks there are: a payload in a place is one. */
export const ATTACKS = PAYLOADS.length * (Object.keys(PLACES).length + 2);

/** Makes the repositories below a folder, and gives the payloads as they stand in them. */
export function makeRepositories(folder) {
  return PAYLOADS.map((payload, number) => {
    const text = payload.replaceAll('N', String(number));
    const name = `attack-${String(number).padStart(3, '0')}`;
    const repository = join(folder, name);
    for (const place of Object.values(PLACES)) {
      for (const [path, content] of Object.entries(place(name, text))) {
        mkdirSync(dirname(join(repository, path)), { recursive: true });
        writeFileSync(join(repository, path), content);
      }
    }
    // A link that leads out of the repository.
    symlinkSync('/etc/passwd', join(repository, 'docs/linked.md'));
    const git = (...words) => execFileSync('git', words, { cwd: repository, stdio: 'pipe' });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    // The last two places: who wrote it, and what is said of it.
    const message = text.replaceAll('\u0000', '');
    git('-c', `user.name=x ${message.replace(/[<>\n]/g, '"')}`, '-c', 'user.email=a@example.com', 'commit', '-q', '-m', `${message} (#1)`);
    git('-c', 'user.name=x', '-c', 'user.email=a@example.com', 'tag', '-a', 'v1.0.0', '-m', message);
    return text;
  });
}
