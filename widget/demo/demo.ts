export const openDemo = (_s: string): { transport: typeof fetch } => ({ transport: fetch });
