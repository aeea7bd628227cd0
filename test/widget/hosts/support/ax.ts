import type { CDPSession, Page } from 'playwright-core';

interface AxValue {
  value?: string | boolean | number;
}
interface AxNode {
  nodeId: string;
  ignored: boolean;
  role?: AxValue;
  name?: AxValue;
  value?: AxValue;
  properties?: { name: string; value: AxValue & { relatedNodes?: { idref?: string }[] } }[];
  childIds?: string[];
}

/** Says nothing that the role does not say. */
const BORING = new Set(['focusable', 'readonly', 'required', 'multiline', 'editable', 'settable', 'root']);

function describe({ role, name, value, properties = [] }: AxNode): string {
  const states = properties.flatMap(({ name: property, value: { value: is, relatedNodes } }) => {
    if (BORING.has(property) || is === false || is === 'false' || is === '') return [];
    if (relatedNodes) return `${property}=${relatedNodes.map(({ idref }) => idref).join(' ')}`;
    return is === true ? property : `${property}=${String(is)}`;
  });
  const parts = [String(role?.value ?? ''), JSON.stringify(name?.value ?? '')];
  if (value?.value !== undefined) parts.push(`value=${JSON.stringify(value.value)}`);
  return [...parts, ...states].join(' ');
}

export interface AxTree {
  /** One line a node, children two spaces further in: `combobox "Find an assessment" expanded controls=list`. */
  text: string;
  /** Lines that start with the role, without what is before them. */
  all(role: string): string[];
}

/** What assistive technology gets of the whole page. */
export async function axTree(page: Page): Promise<AxTree> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  const { nodes } = (await cdp.send('Accessibility.getFullAXTree')) as unknown as { nodes: AxNode[] };
  await cdp.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines: string[] = [];
  const walk = (node: AxNode | undefined, depth: number) => {
    if (!node || node.role?.value === 'InlineTextBox') return;
    const isShown = !node.ignored && !['none', 'generic'].includes(String(node.role?.value));
    if (isShown) lines.push(`${'  '.repeat(depth)}${describe(node)}`);
    for (const id of node.childIds ?? []) walk(byId.get(id), depth + (isShown ? 1 : 0));
  };
  walk(nodes[0], 0);
  return {
    text: lines.join('\n'),
    all: (role) => lines.map((line) => line.trim()).filter((line) => line.startsWith(`${role} `)),
  };
}
