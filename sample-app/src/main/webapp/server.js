// What the page asks the server.

/** The JSON of an answer; an Error with the server's sentence if it refuses. */
async function json(url, options) {
  const response = await fetch(url, options).catch(() => {
    throw new Error("The server does not answer.");
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(answer.error ?? `The server answered ${response.status}.`);
  }
  return answer;
}

/** Where SIP is listened for. */
export const sip = async () => (await json("calls")).sip;

export const stop = (id) => fetch(`calls/${encodeURIComponent(id)}`, { method: "DELETE" });

/**
 * Orders one call, or many, and watches until it has ended.
 *
 * @param order what {@link org.sipasync.sample.page.Order} reads
 * @param show called with every state, the last one included
 */
export async function run(order, show) {
  let state = await json("calls", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(order),
  });
  show(state);
  while (!state.done) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    state = await json(`calls/${encodeURIComponent(state.id)}`);
    show(state);
  }
  return state;
}

/** Wakes up who waits for a key. */
export async function post(key, text) {
  const response = await fetch(`events/${encodeURIComponent(key)}`, {
    method: "POST",
    headers: { "Content-Type": "text/plain" },
    body: text,
  });
  return response.ok;
}

/** The last call records; nothing where there are none. */
export async function records() {
  const response = await fetch("records").catch(() => null);
  return response?.ok ? response.json().catch(() => []) : null;
}
