/* A worksheet saves itself while it is typed, by the same form as its buttons; what comes out and
   what checks say is taken from the page that the laptop answers with. Nothing is worked out here.
   Without connection what was typed waits in this page alone, not in localStorage: a phone may be
   searched. In words that browsers of 2016 know. */
(function () {
  "use strict";
  var form = document.getElementById("cells"), told = document.getElementById("told");
  if (!form || !told || !window.FormData || !told.hasAttribute("data-saved")) return;
  var MOMENT = 800, AGAIN = 5000, action = form.getAttribute("action");
  var saved = {}, theirs = {}, turn = 0, timer, busy, failed, refused, pressed, next, leaving;

  function each(list, what) { Array.prototype.forEach.call(list, what); }
  function field(name) { return form.elements.namedItem(name); }
  function cells(where, what) {
    each(where.elements, function (one) {
      if (one.name && !one.disabled && !/hidden|submit/.test(one.type)) what(one, one.name);
    });
  }
  function unsaved() { // what was typed or chosen and isn't saved: texts by name, or nothing
    var texts = {}, any;
    cells(form, function (one, name) {
      if (one.type === "radio" ? !one.checked : one.value === saved[name]) return;
      texts[name] = one.value;
      any = true;
      if (one.type === "radio") texts[name.slice(5)] = field(name.slice(5)).value;
    });
    return any && texts;
  }
  function say(what, more) {
    var text = told.getAttribute("data-" + what) + (more ? " " + more : "");
    told.className = "told-" + what;
    if (told.textContent !== text) told.textContent = text;
  }
  function later(after) {
    clearTimeout(timer);
    timer = setTimeout(save, after);
  }
  function form_of(texts) {
    var data = new FormData();
    each(["csrf_token", "seen", "hand"], function (one) { data.append(one, field(one).value); });
    data.append("turn", ++turn);
    data.append("then", "live");
    for (var name in texts) data.append(name, texts[name]);
    return data;
  }
  function save(hurried) {
    var texts = unsaved(), asked;
    clearTimeout(timer);
    if (!texts && !busy && told.textContent) { // typed, and taken back
      failed = false;
      say("saved");
    }
    if (!texts || (busy && hurried !== true)) return;
    if (hurried === true && navigator.sendBeacon && navigator.sendBeacon(action, form_of(texts))) return;
    busy = true;
    asked = new XMLHttpRequest();
    // After a refusal look first: whoever signed in again has another token.
    asked.open(refused ? "GET" : "POST", action);
    asked.responseType = "document";
    asked.timeout = 15000;
    asked.onload = asked.onerror = asked.ontimeout = asked.onabort = function () { answered(asked, texts); };
    asked.send(refused ? null : form_of(texts));
    if (refused) texts = {};
  }
  function answered(asked, texts) {
    var page = asked.response, fresh = page && page.getElementById("cells"), why;
    busy = false;
    failed = asked.status !== 200 || !fresh;
    if (failed) {
      why = page && page.querySelector("[role=alert]");
      refused = !!why;
      next = null;
      say(why ? "refused" : "away", why && why.textContent);
      return later(AGAIN);
    }
    refused = false;
    renew(fresh, texts);
    if (next) return leave();
    if (!unsaved()) return say("saved");
    say("waiting");
    later(MOMENT);
  }
  function renew(fresh, texts) {
    var hold = false;
    cells(fresh, function (now, name) {
      var old = field(name), mine = name in texts, both = fresh.querySelector('[name="keep.' + name + '"]');
      if (now.type === "radio" || !old) return;
      if (mine) saved[name] = texts[name];
      if (old.value !== saved[name]) hold = hold || (mine ? both : now.value !== theirs[name]);
      else if (!mine || old !== document.activeElement) put(old, now);
      theirs[name] = now.value;
      if (now.getAttribute("aria-invalid")) field(name).setAttribute("aria-invalid", "true");
      else field(name).removeAttribute("aria-invalid");
    });
    for (var name in texts) // somebody took away the line for which it is a column
      if (!/^keep/.test(name) && !fresh.elements.namedItem(name)) field(name).disabled = true;
    each(fresh.querySelectorAll(".says"), function (now) {
      var old = document.getElementById(now.id);
      if (old && old.innerHTML !== now.innerHTML) old.parentNode.replaceChild(document.importNode(now, true), old);
    });
    // While somebody types over what another wrote meanwhile, this page hasn't seen that.
    each(hold ? ["csrf_token"] : ["csrf_token", "seen"], function (name) {
      each(document.getElementsByName(name), function (one) { one.value = fresh.elements.namedItem(name).value; });
    });
  }
  function put(old, now) { // the laptop's text, the cursor where it was
    var at = old.selectionStart;
    saved[now.name] = now.value;
    if (old.value === now.value) return;
    if (old.tagName !== now.tagName) return old.parentNode.replaceChild(document.importNode(now, true), old);
    old.value = now.value;
    if (old === document.activeElement && typeof at === "number") old.setSelectionRange(at, at);
  }
  function leave() {
    var then = document.createElement("input");
    then.type = "hidden";
    then.name = "then";
    then.value = next;
    form.appendChild(then);
    field("turn").value = ++turn;
    leaving = true;
    HTMLFormElement.prototype.submit.call(form);
  }

  cells(form, function (one, name) { // what the laptop said, not what was typed before this began
    var chosen = one.tagName === "SELECT" ? one.querySelector("[selected]") : null;
    if (one.type !== "radio") saved[name] = theirs[name] = chosen ? chosen.value : one.defaultValue || "";
  });
  function settle(name) { // what stands in a cell as the laptop keeps it, if nothing is being typed
    var one = name in saved && field(name);
    if (one && one.value === saved[name]) one.value = saved[name] = theirs[name];
  }
  function typed(event) {
    if (/^keep/.test(event.target.name)) settle(event.target.name.slice(5));
    if (!event.isComposing) later(MOMENT);
    if (!failed) say("waiting");
  }
  each(["input", "change", "compositionend"], function (kind) { form.addEventListener(kind, typed); });
  form.addEventListener("blur", function (event) { settle(event.target.name); }, true);
  document.addEventListener("click", function (event) {
    var one = event.target.name ? event.target : event.target.parentNode;
    if (one.name === "then") pressed = one.value;
  });
  document.addEventListener("submit", function (event) {
    if (event.target !== form) return event.target.hasAttribute("data-drops") ? (leaving = true) : save(true);
    if (!busy && !unsaved()) return;
    event.preventDefault();
    next = pressed || "stay";
    save();
  });
  document.addEventListener("visibilitychange", function () { if (!leaving) save(document.hidden); });
  window.addEventListener("pagehide", function () { if (!leaving) save(true); });
  window.addEventListener("pageshow", function (event) { // brought back whole, after it had gone on
    if (event.persisted && leaving) location.reload();
  });
  window.addEventListener("online", save);
  window.addEventListener("beforeunload", function (event) {
    if (!failed || leaving || !unsaved()) return;
    event.preventDefault();
    event.returnValue = "";
  });
  if (unsaved()) typed({ target: form });
})();
