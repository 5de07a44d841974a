// Requests to the server.

/** Returns the JSON of a response; throws an Error with the server's message if it refuses. */
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

/** Returns the address of the SIP listen point. */
export const sip = async () => (await json("calls")).sip;

export const stop = (id) => fetch(`calls/${encodeURIComponent(id)}`, { method: "DELETE" });

/**
 * Starts one or many calls and polls their state until they have ended.
 *
 * @param order the request's JSON, as {@link org.sipasync.sample.page.Order} reads it
 * @param show called with each state, including the last
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

/** Posts an event to all who wait for a key; false if it was not accepted. */
export async function post(key, text) {
  const response = await fetch(`events/${encodeURIComponent(key)}`, {
    method: "POST",
    headers: { "Content-Type": "text/plain" },
    body: text,
  });
  return response.ok;
}

/** Returns the latest call records; null if they are unavailable. */
export async function records() {
  const response = await fetch("records").catch(() => null);
  return response?.ok ? response.json().catch(() => []) : null;
}
