// A box that looks up rows as one types and sends the id of the one chosen (ARIA combobox).
(() => {
  "use strict";
  const WAIT = 200;

  document.querySelectorAll(".lookup").forEach((place) => {
    const [sent, box] = place.querySelectorAll("input");
    const list = place.querySelector("ul");
    let chosen = box.value;
    let marked = -1;
    let timer = 0;
    let asked = 0;

    const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
    const open = (shown) => {
      list.hidden = !shown;
      box.setAttribute("aria-expanded", String(shown));
      if (!shown) mark(-1);
    };
    const mark = (index) => {
      marked = index;
      options().forEach((each, at) => {
        each.setAttribute("aria-selected", String(at === index));
        if (at === index) each.scrollIntoView({ block: "nearest" });
      });
      if (index < 0) box.removeAttribute("aria-activedescendant");
      else box.setAttribute("aria-activedescendant", options()[index].id);
    };
    const choose = (id, label) => {
      sent.value = id;
      box.value = chosen = label;
      sent.dispatchEvent(new Event("change", { bubbles: true }));
      open(false);
    };
    const say = (sentence) => {
      const line = document.createElement("li");
      line.textContent = sentence;
      line.setAttribute("role", "option");
      line.setAttribute("aria-disabled", "true");
      list.replaceChildren(line);
      open(true);
    };
    const show = (found) => {
      if (!found.length) return say("没有匹配项");
      list.replaceChildren(...found.map(([id, label], at) => {
        const line = document.createElement("li");
        line.id = `${box.id}-${at}`;
        line.setAttribute("role", "option");
        line.textContent = label;
        line.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(id, label);
        });
        return line;
      }));
      open(true);
      mark(-1);
    };
    const ask = async () => {
      const turn = ++asked;
      const address = new URL(place.dataset.address, location.href);
      address.searchParams.set("query", box.value === chosen ? "" : box.value);
      address.searchParams.set("limit", "20");
      try {
        const answer = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
        if (!answer.ok) throw new Error(answer.status);
        const found = await answer.json();
        if (turn === asked && document.activeElement === box) show(found);
      } catch {
        if (turn === asked) say("查询失败，请重试");
      }
    };

    box.addEventListener("focus", ask);
    box.addEventListener("input", () => {
      sent.value = "";
      // Whoever presses Enter at once must not get a row of the list before.
      asked++;
      say("查询中…");
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    box.addEventListener("blur", () => {
      asked++;
      open(false);
      if (sent.value) return;
      // What was typed but not chosen would not be sent: let nobody think it was.
      if (box.value) box.placeholder = `“${box.value}”未选中，请从列出的选项中选择`;
      box.value = chosen = "";
    });
    box.addEventListener("keydown", (event) => {
      const count = options().length;
      if (event.key === "Escape") open(false);
      else if (event.key === "Enter" && !list.hidden) {
        event.preventDefault();
        if (count) options()[Math.max(marked, 0)].dispatchEvent(new MouseEvent("mousedown", { cancelable: true }));
      } else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
        event.preventDefault();
        if (list.hidden) ask();
        else if (count) mark((marked + (event.key === "ArrowDown" ? 1 : count - (marked < 0 ? 0 : 1))) % count);
      }
    });
  });
})();
