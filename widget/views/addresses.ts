export interface Addresses {
  valid: { name: string; email: string }[];
  /** Beyond the first of each. */
  doubled: string[];
  invalid: string[];
}

/** `Jane Doe <jane@mail.example>`, or the bare address; quotes and commas of address books do not matter. */
const ENTRY = /^(.*?)[\s<"']*([^\s<>"',;]+@[^\s<>"',;@]+\.[^\s<>"',;@]+)[\s>"',;]*$/;

const MOST = 500;

/** What somebody has pasted: entries by lines, by commas or semicolons where a line holds several addresses. */
export function parseAddresses(text: string): Addresses {
  const found: Addresses = { valid: [], doubled: [], invalid: [] };
  const known = new Set<string>();
  const lines = text.split('\n');
  for (const entry of lines.flatMap((line) => (/@.*@/.test(line) ? line.split(/[,;]/) : line))) {
    // No entry is as long as that, and the pattern would take its time.
    const [, name = '', email] = (entry.length < MOST && ENTRY.exec(entry.trim())) || [];
    if (!email) {
      if (entry.trim()) found.invalid.push(entry.trim());
    } else if (known.has(email.toLowerCase())) found.doubled.push(email);
    else {
      known.add(email.toLowerCase());
      const plain = name.replace(/[",;\s]+/g, ' ').replace(/^[ ']+|[ ']+$/g, '');
      found.valid.push({ name: plain || email.split('@')[0]!, email });
    }
  }
  return found;
}
