// Of the plain page and the floor: all assessments, page by page, as the API gives them.
/* global document */
const { base, token } = document.documentElement.dataset;

export async function* pages() {
  const headers = { Authorization: `Bearer ${token}` };
  for (let cursor = ''; cursor !== undefined;) {
    const after = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const response = await fetch(`${base}/v1/assessments?limit=1000${after}`, { headers });
    const { items, nextCursor } = await response.json();
    yield items;
    cursor = nextCursor;
  }
}
