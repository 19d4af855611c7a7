(() => {
  "use strict";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = "plangen-look";
  let chosen = null;
  try { chosen = localStorage.getItem(kept); } catch { /* a browser may keep nothing for a file */ }
  if (chosen !== "dark" && chosen !== "light") chosen = null;
  const look = () => chosen ?? (dark.matches ? "dark" : "light");
  root.dataset.look = look();
  root.classList.add("js");

  addEventListener("DOMContentLoaded", () => {
    const at = (name) => document.getElementById(name);
    const contents = at("ui-contents"), opener = at("ui-open"), toggle = at("ui-look"), bar = document.querySelector(".bar");
    const where = bar.querySelector(".where"), shade = at("ui-shade"), main = document.querySelector("main");
    const narrow = matchMedia("(max-width: 63.99rem)");
    const still = matchMedia("(prefers-reduced-motion: reduce)");

    // --- light and dark ---
    const show = () => {
      root.dataset.look = look();
      toggle.setAttribute("aria-label", toggle.dataset[look() === "dark" ? "light" : "dark"]);
      toggle.title = toggle.getAttribute("aria-label");
    };
    toggle.addEventListener("click", () => {
      chosen = look() === "dark" ? "light" : "dark";
      try { localStorage.setItem(kept, chosen); } catch { /* then it is forgotten with the page */ }
      show();
    });
    dark.addEventListener("change", show);
    show();

    // --- the drawer ---
    const isOpen = () => contents.classList.contains("opened");
    const setOpen = (open) => {
      contents.classList.toggle("opened", open);
      opener.setAttribute("aria-expanded", String(open));
      opener.setAttribute("aria-label", opener.dataset[open ? "close" : "open"]);
      main.inert = open;
      root.style.overflow = open ? "hidden" : "";
    };
    const close = () => { if (isOpen()) { setOpen(false); opener.focus(); } };
    opener.addEventListener("click", () => {
      if (isOpen()) return close();
      setOpen(true);
      (contents.querySelector("[aria-current]") ?? contents.querySelector("a"))?.focus({ preventScroll: true });
      keepInView();
    });
    shade.addEventListener("click", close);
    addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    contents.addEventListener("focusout", (event) => {
      const to = event.relatedTarget;
      if (isOpen() && to && !contents.contains(to) && !bar.contains(to)) close();
    });
    narrow.addEventListener("change", () => { if (isOpen()) setOpen(false); });

    // --- levels that fold ---
    const links = new Map();
    for (const link of contents.querySelectorAll("a")) links.set(decodeURIComponent(link.hash.slice(1)), link);
    const fold = (item, folded) => {
      const button = item.querySelector(":scope > .fold");
      const title = item.querySelector(":scope > a").textContent;
      item.classList.toggle("folded", folded);
      button.setAttribute("aria-expanded", String(!folded));
      button.setAttribute("aria-label", contents.dataset[folded ? "unfold" : "fold"].replace("{}", title));
    };
    for (const item of contents.querySelectorAll("li")) {
      if (!item.querySelector(":scope > ol")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "fold";
      item.classList.add("js-parent");
      item.querySelector(":scope > a").after(button);
      button.addEventListener("click", () => {
        item.dataset.chosen = "";
        fold(item, !item.classList.contains("folded"));
      });
      fold(item, true);
    }

    // --- the contents follow the reading ---
    const headings = [...links.keys()].map(at).filter(Boolean);
    let current = null, asked = null;
    const keepInView = () => {
      const link = contents.querySelector("[aria-current]");
      if (!link) return;
      const box = contents.getBoundingClientRect(), line = link.getBoundingClientRect();
      if (line.top < box.top + 40 || line.bottom > box.bottom - 40) {
        contents.scrollTop += line.top - box.top - box.height / 3;
      }
    };
    const mark = (heading) => {
      if (heading === current) return;
      current = heading;
      for (const link of contents.querySelectorAll("a")) { link.removeAttribute("aria-current"); link.classList.remove("on-the-way"); }
      const way = new Set();
      const link = heading && links.get(heading.id);
      if (link) {
        link.setAttribute("aria-current", "location");
        for (let item = link.closest("li"); item && contents.contains(item); item = item.parentElement.closest("li")) {
          way.add(item);
          if (item.querySelector(":scope > a") !== link) item.querySelector(":scope > a").classList.add("on-the-way");
        }
        where.textContent = link.textContent;
        keepInView();
      } else {
        where.textContent = "";
      }
      for (const item of contents.querySelectorAll(".js-parent")) {
        if (!("chosen" in item.dataset)) fold(item, !way.has(item));
      }
      keepInView();
    };
    const follow = () => {
      const line = bar.offsetHeight + Math.min(innerHeight / 4, 160);
      let low = 0, high = headings.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (headings[middle].getBoundingClientRect().top <= line) low = middle + 1; else high = middle;
      }
      const atEnd = Math.ceil(scrollY + innerHeight) >= root.scrollHeight - 2;
      let found = headings[low - 1] ?? null;
      // at the end of the page the last sections never reach the top: the one that was asked for counts, else the last
      if (atEnd && scrollY > 0) {
        const seen = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight);
        found = seen.includes(asked) ? asked : seen.at(-1) ?? found;
      }
      mark(found);
    };
    const watch = new IntersectionObserver(follow, { rootMargin: "-56px 0px -60% 0px", threshold: [0, 1] });
    headings.forEach((heading) => watch.observe(heading));
    let waiting = false;
    addEventListener("scroll", () => {
      if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; follow(); }); }
    }, { passive: true });
    const land = () => {
      const target = location.hash.length > 1 && at(decodeURIComponent(location.hash.slice(1)));
      if (!target) return;
      asked = headings.includes(target) ? target : null;
      for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      if (target.matches("[tabindex]")) target.focus({ preventScroll: true });
      follow();
    };
    addEventListener("hashchange", land);
    contents.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      if (isOpen()) setOpen(false);
      const target = at(decodeURIComponent(link.hash.slice(1)));
      asked = target;
      if (target) target.focus({ preventScroll: true });
    });
    land();
    follow();

    // --- what is wider than the screen ---
    const edges = (scroll) => {
      const frame = scroll.parentElement, room = scroll.scrollWidth - scroll.clientWidth;
      frame.classList.toggle("more-left", room > 1 && scroll.scrollLeft > 1);
      frame.classList.toggle("more-right", room > 1 && scroll.scrollLeft < room - 1);
      if (room > 1) scroll.tabIndex = 0; else scroll.removeAttribute("tabindex");
      const first = scroll.querySelector("tbody th[scope=row]");
      frame.classList.toggle("stuck", room > 1 && !!first && first.offsetWidth < scroll.clientWidth * .5);
    };
    const sizes = new ResizeObserver((entries) => entries.forEach((entry) => edges(entry.target)));
    for (const scroll of document.querySelectorAll(".scroll")) {
      const hint = document.createElement("p");
      hint.className = "hint";
      hint.ariaHidden = "true";
      hint.textContent = main.dataset.swipe;
      scroll.before(hint);
      scroll.addEventListener("scroll", () => edges(scroll), { passive: true });
      sizes.observe(scroll);
    }

    // --- a note beside its mark ---
    if ("popover" in HTMLElement.prototype) {
      const note = document.createElement("div");
      note.id = "ui-note";
      note.popover = "auto";
      note.tabIndex = -1;
      note.setAttribute("role", "dialog");
      main.append(note);
      let from = null;
      const copied = (node) => {
        const copy = node.cloneNode(true);
        copy.querySelectorAll(".back").forEach((link) => link.remove());
        for (const part of [copy, ...copy.querySelectorAll("[id]")]) part.removeAttribute("id");
        return copy;
      };
      const told = (target) => {
        if (target.tagName !== "TR") {
          const text = document.createElement("p");
          text.append(...copied(target).childNodes);
          return text;
        }
        const heads = [...target.closest("table").querySelectorAll("thead tr > *")], list = document.createElement("dl");
        [...target.cells].slice(1).forEach((cell, index) => {
          if (!cell.textContent.trim()) return;
          const head = document.createElement("dt"), text = document.createElement("dd");
          head.textContent = heads[index + 1]?.textContent ?? "";
          text.append(...copied(cell).childNodes);
          list.append(head, text);
        });
        return list;
      };
      main.addEventListener("click", (event) => {
        const link = event.target.closest('a[role="doc-noteref"]');
        if (!link || note.contains(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
        const target = at(decodeURIComponent(link.hash.slice(1)));
        if (!target) return;
        event.preventDefault();
        from = link;
        const head = document.createElement("p"), title = document.createElement("span"), shut = document.createElement("button");
        head.className = "head";
        title.textContent = link.getAttribute("aria-label");
        shut.type = "button";
        shut.textContent = "×";
        shut.setAttribute("aria-label", main.dataset.close);
        shut.addEventListener("click", () => note.hidePopover());
        head.append(title, shut);
        const on = document.createElement("a");
        on.href = link.hash;
        on.textContent = main.dataset.list;
        on.addEventListener("click", () => { from = null; note.hidePopover(); });
        note.replaceChildren(head, told(target), on);
        note.setAttribute("aria-label", title.textContent);
        note.showPopover();
        const box = link.getBoundingClientRect(), edge = 16;
        note.style.left = `${Math.max(edge, Math.min(box.left - 40, root.clientWidth - note.offsetWidth - edge))}px`;
        const below = box.bottom + 8;
        note.style.top = `${below + note.offsetHeight < innerHeight ? below : Math.max(edge, box.top - note.offsetHeight - 8)}px`;
        note.focus();
      });
      note.addEventListener("toggle", (event) => {
        if (event.newState === "closed" && from && (document.activeElement === document.body || note.contains(document.activeElement))) from.focus();
      });
    }

    // --- paper ---
    let shut = [];
    addEventListener("beforeprint", () => { shut = [...document.querySelectorAll("details:not([open])")]; shut.forEach((box) => { box.open = true; }); });
    addEventListener("afterprint", () => { shut.forEach((box) => { box.open = false; }); shut = []; });
  });
})();
