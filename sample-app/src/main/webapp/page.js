import { plot } from "./plot.js";
import * as server from "./server.js";

const find = (selector, root = document) => root.querySelector(selector);
const make = (name, className, text = "") =>
  Object.assign(document.createElement(name), { className, textContent: text });
const time = (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

// The comparison

const SHOWN = {
  answered: (run, state) => `${run.answered} of ${state.count}`,
  failed: (run) => run.failed,
  p50: (run) => time(run.p50),
  p99: (run) => time(run.p99),
  waiting: (run) => run.waiting,
  retransmissions: (run) => run.retransmissions,
  millis: (run) => time(run.millis),
  threads: (run) => run.threads,
};

function showFigures(state) {
  for (const row of document.querySelectorAll("#figures [data-figure]")) {
    [state.async, state.blocking].forEach((run, i) => {
      row.cells[i + 1].textContent =
        run.placed === 0 ? "–" : SHOWN[row.dataset.figure](run, state);
    });
  }
}

function verdict({ done, error, count, async, blocking }) {
  if (error) return error;
  const statuses = (run) =>
    Object.keys(run.statuses)
      .filter((status) => status < 200 || status >= 300)
      .map((status) => (status === "0" ? "no answer" : status))
      .join(", ");
  const ended = (run) =>
    `${run.answered} of ${count} answered in ${time(run.millis)}` +
    (run.failed > 0 ? `, ${run.failed} failed (${statuses(run)})` : "");
  if (!done && async.placed === 0) return "Warming up: the first calls of a JVM are slow and do not count …";
  if (!done) {
    return blocking.placed === 0
      ? `Suspended: ${async.answered} of ${count} answered …`
      : `Suspended: ${ended(async)}. Holding threads: ${blocking.answered} of ${count} answered …`;
  }
  const half = (run, words) => (run.answered > 0 ? `, ${words} than ${time(run.p50)}` : "");
  const times = async.answered > 0 && blocking.answered > 0 ? blocking.p50 / async.p50 : 0;
  return (
    `Suspended: ${ended(async)}${half(async, "half of the callers waited less")}. ` +
    `Holding threads: ${ended(blocking)}${half(blocking, "half waited longer")}` +
    (times >= 1.5 ? `, ${times < 10 ? times.toFixed(1) : Math.round(times)} times as long.` : ".")
  );
}

function comparison() {
  const form = find("#compare");
  const parameter = form.elements.parameter;
  const drawAnswered = plot(find("#answered"), { x: 5.5, y: 1000 }, [
    { label: "placed", color: "--placed", dashed: true },
    { label: "suspended", color: "--async", named: true },
    { label: "holding threads", color: "--blocking", named: true },
  ]);
  const drawWaited = plot(find("#waited"), { x: 5.5, y: 1 }, [
    { label: "suspended", color: "--async", named: true },
    { label: "holding threads", color: "--blocking", named: true },
  ]);
  const column = (run, i) => run.samples.map((sample) => sample[i]);
  const seconds = (run) => column(run, 0).map((ms) => ms / 1000);
  const waits = (run) => {
    const some = run.samples.filter((sample) => sample[3] >= 0);
    return [some.map((sample) => sample[0] / 1000), some.map((sample) => sample[3] / 1000)];
  };

  function show(state) {
    const { async, blocking, count, rate } = state;
    const width = count / rate + 0.5;
    const placed = async.samples.length >= blocking.samples.length ? async : blocking;
    drawAnswered(width, count, [
      [seconds(placed), column(placed, 1)],
      [seconds(async), column(async, 2)],
      [seconds(blocking), column(blocking, 2)],
    ]);
    drawWaited(Math.max(width, async.millis / 1000, blocking.millis / 1000), 1, [
      waits(async),
      waits(blocking),
    ]);
    showFigures(state);
    find("#verdict").textContent = verdict(state);
    for (const id of ["answered", "waited"]) {
      const title = find("figcaption", find(`#${id}`).parentElement).textContent;
      find(`#${id}`).setAttribute("aria-label", `${title}, over time. ${verdict(state)}`);
    }
    find("#stop").onclick = () => server.stop(state.id);
  }

  form.elements.scenario.addEventListener("change", ({ target }) => {
    const chosen = target.selectedOptions[0].dataset;
    find("#parameter-label").textContent = chosen.label;
    parameter.value = chosen.value;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = form.elements.scenario.selectedOptions[0];
    document.querySelectorAll(".of-run").forEach((element) => (element.hidden = false));
    find("#start").disabled = true;
    find("#stop").hidden = false;
    try {
      await server.run(
        {
          scenario: chosen.value,
          parameters: { [chosen.dataset.parameter]: parameter.value },
          count: form.elements.count.valueAsNumber,
          rate: form.elements.rate.valueAsNumber,
        },
        show,
      );
    } catch (error) {
      find("#verdict").textContent = error.message;
    } finally {
      find("#start").disabled = false;
      find("#stop").hidden = true;
      showRecords();
    }
  });
}

// One call and its message sequence

function ladder(state) {
  const list = make("ol", "ladder");
  const head = make("li", "head");
  head.append(make("span", "time", "time"), make("span", "arrow"), make("span", "", state.uri));
  list.append(head);
  for (const { millis, sent, text } of state.ladder) {
    const step = make("li", sent ? "sent" : "received");
    const message = make("details", "");
    message.append(make("summary", "", text.split("\r\n")[0]), make("pre", "", text));
    step.append(
      make("span", "time", `${millis.toFixed(1)} ms`),
      make("span", "arrow", sent ? "──▶" : "◀──"),
      message,
    );
    list.append(step);
  }
  return list;
}

/** Appends the new messages only, so that opened ones stay open. */
function showCall(result, state) {
  result.hidden = false;
  const list = ladder(state);
  const former = find(".ladder", result);
  if (former && former.childElementCount <= list.childElementCount && result.dataset.id === state.id) {
    former.append(...[...list.children].slice(former.childElementCount));
  } else {
    result.replaceChildren(list);
    result.dataset.id = state.id;
  }
  const problem = state.error ?? (state.done && state.status === 0 ? "No answer." : null);
  find(".alert", result)?.remove();
  if (problem) {
    result.append(make("p", "alert", problem));
  }
}

async function fire(event) {
  event.preventDefault();
  const form = event.target;
  const result = find(".result", form.closest("li"));
  const button = find("button", form);
  const { method, blocking, ...parameters } = Object.fromEntries(new FormData(form));
  button.disabled = true;
  try {
    await server.run(
      { scenario: form.dataset.scenario, method, parameters, blocking: blocking === "on" },
      (state) => showCall(result, state),
    );
  } catch (error) {
    result.hidden = false;
    result.replaceChildren(make("p", "alert", error.message));
  } finally {
    button.disabled = false;
    button.focus({ preventScroll: true });
    showRecords();
  }
}

async function wake(event) {
  event.preventDefault();
  const form = event.target;
  const key = find("[name=key]", form.closest("li")).value;
  const posted = await server.post(key, form.elements.text.value).catch(() => false);
  find("output", form).textContent = posted ? "Posted." : "The event was not accepted.";
}

// The call records, if there are any

async function showRecords() {
  const records = (await server.records()) ?? [];
  find("#records").hidden = records.length === 0;
  find("#records tbody").replaceChildren(
    ...records.slice(-10).map(({ started, millis, callId }) => {
      const row = make("tr", "");
      row.append(
        make("td", "", new Date(started).toLocaleTimeString()),
        make("td", "", time(millis)),
        make("td", "", callId),
      );
      return row;
    }),
  );
}

async function showAddress() {
  const address = await server.sip().catch(() => "");
  if (address) {
    for (const uri of document.querySelectorAll(".uri")) {
      uri.textContent = uri.textContent.replace("@h", `@${address}`);
    }
  }
}

comparison();
document.querySelectorAll(".fire").forEach((form) => form.addEventListener("submit", fire));
find(".event").addEventListener("submit", wake);
showAddress();
showRecords();
