// Behaviour of every page. Nothing here is needed to read or to submit.
(() => {
  "use strict";

  // The menu on a narrow screen.
  const button = document.querySelector(".menu-button");
  const menu = document.getElementById("menu");
  if (button && menu) {
    const show = (open) => {
      button.setAttribute("aria-expanded", String(open));
      menu.classList.toggle("open", open);
    };
    button.addEventListener("click", () => show(!menu.classList.contains("open")));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.classList.contains("open")) {
        show(false);
        button.focus();
      }
    });
    const here = menu.querySelector("[aria-current]");
    if (here && here.offsetTop > menu.clientHeight) menu.scrollTop = here.offsetTop - 100;
  }

  // A question before what cannot be taken back. The policy blocks handlers written into the
  // markup, and a blocked "onclick" would mean a deed without its question.
  const asked = (element) => {
    if (element.dataset.confirm) return element.dataset.confirm;
    const inline = element.getAttribute("onclick") || "";
    const found = inline.match(/onfirm\('([^']*)'\)/);
    return found ? found[1] : "";
  };
  document.addEventListener("click", (event) => {
    const element = event.target.closest("button[data-confirm], a[data-confirm], [onclick]");
    const question = element ? asked(element) : "";
    if (question && !window.confirm(question)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  // Unsaved text is not lost by a slip, and nothing is sent twice.
  let unsaved = false;
  const watched = (element) => element.closest && element.closest("form.admin-form");
  document.addEventListener("input", (event) => { if (watched(event.target)) unsaved = true; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const form = event.target;
    if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) {
      event.preventDefault();
      return;
    }
    if (form.method.toLowerCase() !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    unsaved = false;
  });
  // Coming back with the browser's own button, the form may be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // What is asked only for some answers is out of the way for the others, and is not sent.
  document.querySelectorAll("form.admin-form [data-when]").forEach((group) => {
    const [name, values] = group.dataset.when.split("=");
    const asked = group.closest("form").elements[name];
    const show = () => {
      const on = values.split(" ").includes(asked.value);
      group.hidden = !on;
      group.querySelectorAll("input, select, textarea").forEach((each) => { each.disabled = !on; });
    };
    if (!asked || group.classList.contains("has-refusal")) return;
    asked.addEventListener("change", show);
    show();
  });

  // “现在” beside a time: Beijing time by the server's clock, whatever the clock of this machine.
  document.querySelectorAll("form[data-now] .now-button").forEach((button) => {
    const input = document.getElementById(button.dataset.fills);
    const ahead = Number(button.form.dataset.now) - Date.now();
    button.hidden = false;
    button.addEventListener("click", () => {
      const beijing = new Date(Date.now() + ahead + 8 * 3600 * 1000);
      input.step = "1";
      input.value = beijing.toISOString().slice(0, 19);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
    });
  });

  // A person who mends a refused form is taken to what was refused.
  const refused = document.querySelector("form.admin-form .is-invalid");
  if (refused) refused.focus();
})();
