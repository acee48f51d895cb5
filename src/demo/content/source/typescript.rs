//! TypeScript.

use super::Texts;

pub(super) const TEXTS: Texts = Texts {
    fixed: &[
        ("package.json", PACKAGE),
        (
            "tsconfig.json",
            "{\n  \"compilerOptions\": { \"strict\": true, \"target\": \"ES2023\", \"module\": \"ESNext\", \"jsx\": \"react-jsx\" },\n  \"include\": [\"src\"]\n}\n",
        ),
        (
            "index.html",
            "<!doctype html>\n<html lang=\"en\">\n  <title>«name»</title>\n  <div id=\"root\"></div>\n  <script type=\"module\" src=\"/src/main.tsx\"></script>\n</html>\n",
        ),
        ("src/main.tsx", MAIN),
        ("src/client.ts", CLIENT),
        ("src/style.css", STYLE),
        ("src/health.test.ts", TEST),
    ],
    path: "src/«noun»s.ts",
    head: HEAD,
    functions: [READ, CHANGE, COMPUTE],
    tail: "",
};

const PACKAGE: &str = r#"{
  "name": "@lumenfreight/«name»",
  "private": true,
  "type": "module",
  "scripts": {
    "dev": "vite --port 8080",
    "build": "tsc --noEmit && vite build",
    "test": "vitest run"
  },
  "dependencies": { "react": "^19.2.0", "react-dom": "^19.2.0", "zod": "^4.1.0" },
  "devDependencies": { "typescript": "^5.9.0", "vite": "^7.1.0", "vitest": "^3.2.0" }
}
"#;

const MAIN: &str = r#"// «says»
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { find«Noun0» } from "./«noun0»s";
import "./style.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

const items = await find«Noun0»("latest");
createRoot(root).render(
  <StrictMode>
    <h1>«title»</h1>
    <ul>{items.map((item) => <li key={item.id}>{item.state}</li>)}</ul>
  </StrictMode>,
);
"#;

const CLIENT: &str = r"// Speaks to the API. A request that takes longer than two seconds is given up.
export async function request<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(`/v2/${path}`, { ...init, signal: AbortSignal.timeout(2000) });
  if (!answer.ok) throw new Error(`${answer.status} from ${path}`);
  return (await answer.json()) as T;
}
";

const STYLE: &str = ":root { font: 16px/1.5 system-ui; color-scheme: light dark }
body { margin: 2rem auto; max-width: 72ch }
li { padding: .25rem 0 }
";

const TEST: &str = r#"import { expect, test } from "vitest";
import { count«Noun0»s } from "./«noun0»s";

test("nothing in, nothing out", () => {
  expect(count«Noun0»s([], new Date(0))).toEqual([]);
});
"#;

const HEAD: &str = r#"// «Noun»s: what they are and what may happen to them.
import { z } from "zod";
import { request } from "./client";

export const «Noun» = z.object({
  id: z.string(),
  «other»Id: z.string().nullable(),
  state: z.enum(["new", "active", "closed"]),
  seenAt: z.coerce.date(),
});
export type «Noun» = z.infer<typeof «Noun»>;
"#;

const READ: &str = r"
/** «does». */
export async function «verb»«Noun»(key: string): Promise<«Noun»[]> {
  const page = await request<{ items: unknown[] }>(`«noun»s?key=${encodeURIComponent(key)}&limit=«limit»`);
  return page.items.map((item) => «Noun».parse(item));
}
";

const CHANGE: &str = r#"
/** «does». */
export async function «verb»«Noun»(item: «Noun», by: string): Promise<void> {
  if (item.state === "closed") return;
  await request(`«noun»s/${item.id}/«verb»`, {
    method: "POST",
    headers: { "Idempotency-Key": `${item.id}-«verb»` },
    body: JSON.stringify({ by }),
  });
}
"#;

const COMPUTE: &str = r#"
/** «does». */
export function «verb»«Noun»s(items: «Noun»[], at: Date): «Noun»[] {
  const open = items.filter((item) => item.state !== "closed");
  const recent = open.filter((item) => at.getTime() - item.seenAt.getTime() < «limit» * 60_000);
  return recent.sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime());
}
"#;
