// Forms that answer without leaving the page. Everything works without this, by whole pages.
//   form[data-live]        is sent by fetch; the [data-live-region] parts (each with an id) are
//                          replaced by those of the answer
//   [data-live-progress]   in the form: shown while waiting
//   [data-live-message]    in the answer: read out (its value, else its text) when it has come
//   [data-live-focus]      in the answer: gets the focus where what had it is gone
//   [data-poll="seconds"]  in a region: the page is asked again until there is none
//   [data-print]           a button that prints;  [data-script] is hidden without script
"use strict";
(() => {
  const status = document.getElementById("live-status");
  let waiting = null;
  let poll = 0;
  const regions = (root) => [...root.querySelectorAll("[data-live-region][id]")];

  function tell(text) {
    if (!text) return;
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 60);
  }

  function busy(form, on) {
    for (const each of regions(document)) each.setAttribute("aria-busy", String(on));
    for (const each of form.querySelectorAll("[data-live-progress]")) {
      each.hidden = !on;
      if (on) tell(each.textContent.trim());
    }
  }

  async function read(url, options) {
    if (waiting) waiting.abort();
    waiting = new AbortController();
    const answer = await fetch(url, { ...options, signal: waiting.signal, credentials: "same-origin" });
    const kind = answer.headers.get("content-type") || "";
    if (!kind.startsWith("text/html")) throw new Error(kind);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { page, url: new URL(answer.url), ok: answer.ok };
  }

  // How to find an element again: by its id, or by its name in the form of that id.
  function trace(element) {
    if (element.id) return `#${CSS.escape(element.id)}`;
    const form = element.closest("form[id]");
    const name = element.getAttribute("name");
    const value = element.matches("button, [type=radio], [type=checkbox]") ? `[value="${CSS.escape(element.value)}"]` : "";
    return form && name ? `#${CSS.escape(form.id)} [name="${CSS.escape(name)}"]${value}` : "[data-live-focus]";
  }

  // What was typed, ticked and not sent, and which details stand open: it outlives a swap.
  function kept(sent) {
    return [...document.querySelectorAll("[data-live-region] :is(textarea, input:not([type=hidden]), details[id])")]
      .filter((each) => !sent || !sent.contains(each))
      .filter((each) => each.open || ("value" in each && (each.value !== each.defaultValue || each.checked !== each.defaultChecked)))
      .map((each) => [trace(each), each.open ? { open: true } : { value: each.value, checked: each.checked }]);
  }

  function restore(all) {
    for (const [where, was] of all) Object.assign(document.querySelector(where) || {}, was);
  }

  function show(page, sent) {
    const old = regions(document).filter((each) => page.getElementById(each.id));
    if (!old.length) return false;
    const focused = document.activeElement;
    const again = trace(focused);
    const { scrollX, scrollY } = window;
    const before = kept(sent);
    for (const each of old) {
      if (each.isConnected) each.replaceWith(document.adoptNode(page.getElementById(each.id)));
    }
    restore(before);
    document.title = page.title;
    if (!focused.isConnected) {
      const target = document.querySelector(again) || document.querySelector("[data-live-focus], main");
      target.focus({ preventScroll: true });
    }
    window.scrollTo(scrollX, scrollY);
    const said = document.querySelector("[data-live-message]");
    tell(said && (said.dataset.liveMessage || said.textContent.trim()));
    settle();
    return true;
  }

  async function send(form, submitter) {
    const data = new FormData(form, submitter);
    const get = form.method !== "post";
    const address = new URL((submitter && submitter.getAttribute("formaction")) || form.action, location.href);
    if (get) address.search = new URLSearchParams([...data].filter(([, value]) => value !== "")).toString();
    const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
    busy(form, true);
    try {
      const { page, url, ok } = await read(address, get ? {} : { method: "POST", body });
      if (!ok) return show(page, form) || refuse(page);
      if ((!get && url.pathname !== location.pathname) || !show(page, form)) location.assign(url);
      else history[get ? "pushState" : "replaceState"]({}, "", url.pathname + url.search);
    } catch (error) {
      if (error.name === "AbortError") return;
      form.removeAttribute("data-live");
      form.requestSubmit(submitter);
    } finally {
      busy(form, false);
    }
  }

  // What went wrong is told by a page without these regions: it takes the place of this one.
  function refuse(page) {
    const main = document.adoptNode(page.querySelector("main"));
    document.querySelector("main").replaceWith(main);
    main.focus();
    settle();
  }

  function settle() {
    for (const each of document.querySelectorAll("[data-script][hidden]")) each.hidden = false;
    clearTimeout(poll);
    const asking = document.querySelector("[data-poll]");
    if (asking) poll = setTimeout(ask, 1000 * Math.max(1, Number(asking.dataset.poll)));
  }

  async function ask() {
    if (document.hidden) return settle();
    try {
      return show((await read(location.href, {})).page) || location.reload();
    } catch (error) {
      return error.name === "AbortError" || settle();
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-live]") || event.defaultPrevented) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
  window.addEventListener("popstate", () => location.reload());
  settle();
})();
