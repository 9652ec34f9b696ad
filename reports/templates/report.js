// Draws each chart when it comes near the screen, zooms by the range buttons, and fits the scale to what is in view.
"use strict";
(() => {
  const config = {
    displaylogo: false, showSendToCloud: false, plotlyServerURL: "", responsive: true,
    modeBarButtons: [["zoom2d", "pan2d", "resetScale2d"], ["toImage"]],
  };
  const MANY_POINTS = 130;
  const day = 864e5;
  const time = (text) => Date.parse(text.slice(0, 10));
  const iso = (stamp) => new Date(stamp).toISOString().slice(0, 16);

  // Names are escaped for Plotly's labels; here they are text.
  const plain = (name) => new DOMParser().parseFromString(name, "text/html").documentElement.textContent;

  const bounds = (figure) => {
    const days = figure.data.flatMap((trace) => trace.x.filter(Boolean).map(time));
    return days.reduce(([low, high], stamp) => [Math.min(low, stamp), Math.max(high, stamp)], [Infinity, -Infinity]);
  };

  // Room beside the line: with half a day in it the first date, which bears the year, is not cut off at the edge.
  const margin = (from, to) => Math.max(1.5, Math.ceil((to - from) / day * 0.015)) * day;

  const monthsBefore = (stamp, months) => {
    const start = new Date(stamp);
    start.setUTCMonth(start.getUTCMonth() - months);
    return start.getTime();
  };

  // The values a line shows between two days: its points there and, for a step, the one that still stands at the start.
  const inView = (trace, from, to) => {
    const steps = trace.line?.shape === "hv";
    const seen = [];
    let standing = null;
    trace.x.forEach((text, index) => {
      const stamp = text ? time(text) : from;
      const value = trace.y[index];
      if (steps && stamp <= from) standing = value;
      else if (stamp >= from && stamp <= to && value !== null) seen.push(value);
    });
    return standing === null ? seen : [standing, ...seen];
  };

  // A round step with about six labels, all with the decimals that the step needs.
  const scale = (values) => {
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    const room = (high - low || Math.abs(high) * 0.01 || 1) * 0.08;
    const rough = (high - low + 2 * room) / 6;
    const power = Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((times) => times * 10 ** power).find((size) => size >= rough * 0.7);
    const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return {
      "yaxis.range": [low - room, high + room], "yaxis.autorange": false,
      "yaxis.tick0": 0, "yaxis.dtick": step, "yaxis.tickformat": `,.${decimals}f`,
    };
  };

  const fit = (chart, from, to) => {
    const lines = chart.data.filter((trace) => trace.visible !== false);
    const values = lines.flatMap((trace) => inView(trace, from, to));
    const observed = chart.data.map((trace, index) => index).filter((index) => chart.data[index].mode === "lines+markers");
    const most = Math.max(0, ...observed.map((index) => inView(chart.data[index], from, to).length));
    const layout = { "xaxis.dtick": to - from < 9 * day ? day : null, ...(values.length ? scale(values) : {}) };
    return Plotly.update(chart, { "marker.size": most > MANY_POINTS ? 1 : 6 }, layout, observed.length ? observed : [0]);
  };

  // A button a line, since Plotly's own legend knows no keyboard and crowds the dates on a phone.
  const legend = (chart, figure) => {
    const keys = figure.data.filter((trace) => trace.showlegend !== false).map((trace) => {
      const key = document.createElement("button");
      const swatch = document.createElement("i");
      const members = [...figure.data.keys()].filter((index) => (figure.data[index].legendgroup ?? index) === (trace.legendgroup ?? figure.data.indexOf(trace)));
      swatch.className = trace.mode === "markers" ? "ring" : trace.line.width > 4 ? "band" : "line";
      swatch.style.color = trace.marker?.color ?? trace.line.color;
      key.type = "button";
      key.setAttribute("aria-pressed", "true");
      key.append(swatch, plain(trace.name));
      key.addEventListener("click", () => {
        const shown = key.getAttribute("aria-pressed") !== "true";
        key.setAttribute("aria-pressed", String(shown));
        Plotly.restyle(chart, { visible: shown }, members);
      });
      return key;
    });
    chart.nextElementSibling.replaceChildren(...keys);
  };

  const draw = (chart) => {
    const figure = JSON.parse(document.getElementById(chart.dataset.figure).textContent);
    const [first, last] = bounds(figure);
    const whole = [first - margin(first, last), last + margin(first, last)];
    const ranges = chart.closest("section").querySelector(".ranges");
    const buttons = [...ranges.querySelectorAll("button")];
    const coarse = matchMedia("(pointer: coarse)").matches;

    const press = (pressed) => buttons.forEach((button) => button.setAttribute("aria-pressed", String(button === pressed)));
    const show = (from, to) => Plotly.relayout(chart, { "xaxis.range": [iso(from), iso(to)] });
    buttons.forEach((button) => {
      const months = Number(button.dataset.months);
      button.disabled = months > 0 && monthsBefore(last, months) < first - 5 * day;
      button.addEventListener("click", () => {
        const from = months ? monthsBefore(last, months) : whole[0];
        show(from, months ? last + margin(from, last) : whole[1]).then(() => press(button));
      });
    });

    figure.layout.xaxis.range = whole.map(iso);
    figure.layout.showlegend = false;
    legend(chart, figure);
    if (coarse) figure.layout.dragmode = false;
    const filename = chart.dataset.name.replace(/[^\w.-]+/g, "-");
    // To Plotly a tap is a touch and a click, and so a double click, which would undo the zoom.
    const doubleClick = coarse ? false : "reset";
    const options = { ...config, doubleClick, displayModeBar: coarse ? false : "hover", toImageButtonOptions: { filename, scale: 2 } };
    return Plotly.newPlot(chart, figure.data, figure.layout, options).then(() => {
      ranges.hidden = false;
      chart.on("plotly_relayout", (change) => {
        if (!Object.keys(change).some((key) => key.startsWith("xaxis"))) return;
        if (change["xaxis.autorange"]) { show(...whole); return; }
        const shown = chart.layout.xaxis.range.map(time);
        press(shown.every((end, index) => end === time(iso(whole[index]))) ? buttons.at(-1) : null);
        fit(chart, ...shown);
      });
      chart.on("plotly_restyle", ([change]) => "visible" in change && fit(chart, ...chart.layout.xaxis.range.map(time)));
      return fit(chart, ...whole);
    });
  };

  // What is on the screen comes first; the others are drawn while the browser has nothing else to do.
  const waiting = new Set(document.querySelectorAll(".chart"));
  const drawOnce = (chart) => { if (waiting.delete(chart)) draw(chart); };
  const screen = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && drawOnce(entry.target)));
  waiting.forEach((chart) => screen.observe(chart));
  const later = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));
  const drawNext = () => {
    const [next] = waiting;
    if (next) { drawOnce(next); later(drawNext); }
  };
  later(drawNext);
  addEventListener("beforeprint", () => waiting.forEach(drawOnce));
})();
