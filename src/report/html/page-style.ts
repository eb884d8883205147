/** The style of the page: light and dark by the reader's setting, and for paper. */
export const pageStyle = `
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1b1f24;--soft:#545d68;--line:#d3d8de;--link:#0b57a4;
--fault:#b3261e;--fault-soft:#fdeceb;--open:#7a5200;--open-soft:#fdf3dc;--sound:#1b6e3c;--sound-soft:#e6f4ea;
--current:#7b4fa3;--target-ap:#0b67a8;--hatch:#c9781f;--mark:#ffd54a;--mark-ink:#3b2a00}
@media (prefers-color-scheme:dark){:root{--page:#111418;--card:#1a1f25;--ink:#e6e9ed;--soft:#a3adb8;--line:#39424c;--link:#8fc0ff;
--fault:#ff8f85;--fault-soft:#3a1f1e;--open:#f0c15a;--open-soft:#352a12;--sound:#74d295;--sound-soft:#16301f;
--current:#c7a2ec;--target-ap:#74bdf2;--hatch:#e8a04e;--mark:#e0b000;--mark-ink:#1b1400}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
body>*{max-width:70rem;margin-inline:auto;padding-inline:1rem}
.defs{position:absolute;padding:0}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.4rem .8rem;z-index:9}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
code,.address,.number,.ms,.octets{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.9em}
h1{font-size:1.55rem;line-height:1.25;margin:.1rem 0 1rem}
h2{font-size:1.2rem;margin:2rem 0 .7rem}
h3{font-size:1rem;margin:1.6rem 0 .5rem}
p{margin:.5rem 0}
ul{margin:.4rem 0;padding-left:1.3rem}
.tool{margin:1.4rem 0 0;color:var(--soft);font-size:.9rem}
.muted,figcaption,.made-of{color:var(--soft)}
figure{margin:0}figcaption{font-size:.85rem;margin-top:.3rem}
.badge{display:inline-block;padding:.05rem .55rem;border-radius:.3rem;border:1px solid;font-size:.85rem;font-weight:700;white-space:nowrap}
.badge.fault{color:var(--fault);background:var(--fault-soft)}
.badge.cannot-tell,.badge.warning{color:var(--open);background:var(--open-soft)}
.badge.sound{color:var(--sound);background:var(--sound-soft)}
.badge.note{color:var(--link)}
.cause{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--soft);border-radius:.5rem;padding:.9rem 1.1rem;margin:0 0 .9rem}
.cause.fault{border-left-color:var(--fault)}.cause.cannot-tell{border-left-color:var(--open)}.cause.sound{border-left-color:var(--sound)}
.cause h2{margin:0 0 .4rem;font-size:1.15rem}
.cause h2::first-letter{text-transform:none}
.confidence{font-weight:400;color:var(--soft)}
.lead{font-size:1.06rem}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:.8rem 0}
dl.facts dt{color:var(--soft)}
dd{margin:0;min-width:0}
.roam,#inputs article{background:var(--card);border:1px solid var(--line);border-radius:.5rem;margin:0 0 .5rem}
#inputs article{padding:.2rem 1.1rem .5rem}
.roam>summary{display:grid;grid-template-columns:7.4rem 2.6rem 6.2rem 8.6rem minmax(8rem,18.4rem) minmax(7rem,1fr) 3.8rem;gap:.2rem .7rem;align-items:center;padding:.45rem .8rem;cursor:pointer;list-style:none;font-size:.9rem}
.roam>summary::-webkit-details-marker{display:none}
.roam>summary .badge{justify-self:start}
.roam>summary .badge::before{content:"\\25b8";margin-right:.35rem}
.roam[open]>summary .badge::before{content:"\\25be"}
.roam[open]>summary{border-bottom:1px solid var(--line)}
.who,.way,.when{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.8rem}
.id{font-weight:700}.pause-cell{text-align:right}
.body{padding:.6rem 1.1rem 1rem}
.cost{background:var(--open-soft);padding:.4rem .7rem;border-radius:.3rem}
#tools{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;margin:0 0 .8rem}
#tools[hidden]{display:none}
#tools label{font-size:.85rem;color:var(--soft);display:flex;flex-direction:column}
input,select,button{font:inherit;font-size:.95rem;color:var(--ink);background:var(--card);border:1px solid var(--soft);border-radius:.3rem;padding:.3rem .5rem;min-height:2.2rem}
button{cursor:pointer}
#count{font-size:.9rem;padding-bottom:.4rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600}
tr.fault td{color:var(--fault)}tr.cannot-tell td{color:var(--open)}
.matrix{width:auto}.matrix td{padding:.15rem;text-align:center;overflow-wrap:normal}.matrix td.empty{color:var(--soft);vertical-align:middle}
.matrix button{width:100%;min-width:6rem;border-color:var(--line);display:flex;flex-direction:column;align-items:center;gap:0}
.matrix td.fault button{background:var(--fault-soft)}.matrix td.cannot-tell button{background:var(--open-soft)}.matrix td.sound button{background:var(--sound-soft)}
.matrix th{overflow-wrap:normal;white-space:nowrap}
span.fault{color:var(--fault)}span.cannot-tell{color:var(--open)}span.sound{color:var(--sound)}
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:var(--ink)}
svg{display:block;overflow:visible}
.ladder text{text-anchor:middle;paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
.ladder .lane{font-weight:700;font-size:13px}
.ladder text.address{font:11px ui-monospace,Menlo,Consolas,monospace;fill:var(--soft)}
.ladder text.time{text-anchor:end;font:11px ui-monospace,Menlo,Consolas,monospace;fill:var(--soft)}
.ladder .note{fill:var(--soft);font-size:11.5px}
.ladder .lifeline{stroke:var(--soft);stroke-width:1.5}
.ladder .axis{stroke:var(--soft);stroke-width:2;fill:none}
.ladder .stretched{stroke-dasharray:2 4}
.ladder .row line{stroke:var(--ink);stroke-width:1.8}
.ladder .row.fault line{stroke:var(--fault)}.ladder .row.fault .note{fill:var(--fault);font-weight:700}
.ladder .row.muted line{stroke:var(--soft);stroke-width:1.2}.ladder .row.muted .label{fill:var(--soft)}
.ladder .retry line,.ladder .silence line{stroke-dasharray:5 4}
.ladder .silence .label{fill:var(--open);font-style:italic}.ladder .silence line{stroke:var(--open)}
.ladder a.row{cursor:pointer}.ladder a.row .label{text-decoration:underline dotted;text-underline-offset:3px}
.ladder a.row:focus-visible{outline:none}.ladder .target{fill:transparent}
.ladder a.row:hover .target,.ladder a.row:focus-visible .target{fill:var(--link);fill-opacity:.12;stroke:var(--link)}
.ladder .ack{fill:var(--sound)}.ladder .no-ack{fill:var(--card);stroke:var(--fault);stroke-width:2}
.ladder .pause{stroke:var(--hatch);stroke-width:9;stroke-dasharray:3 3;opacity:.75}
.ladder .lane.witness,.ladder text.label.witness{text-anchor:end}.ladder text.label.witness{font-size:11.5px;fill:var(--target-ap)}
.ladder text.label.more{fill:var(--soft);font-style:italic}.ladder text.label.contradicts{fill:var(--fault);font-weight:700}
.ladder .lifeline.witness{stroke-dasharray:2 4}.witness-mark{fill:var(--target-ap);stroke:var(--card);stroke-width:1.5}.witness-mark.contradicts{fill:var(--fault)}
.fault-band{fill:var(--fault-soft)}.fault-edge{fill:var(--fault)}
.ladder text.flag{text-anchor:start;fill:var(--fault);font-weight:700;stroke:var(--fault-soft)}
.head.plain{fill:var(--ink)}.head.fault{fill:var(--fault)}.head.muted{fill:var(--soft)}
.frames{margin-top:.6rem;border:1px solid var(--line);border-radius:.4rem;font-size:.9rem}
.frames>p{padding:0 .7rem}
.frame:not(:last-child){border-bottom:1px solid var(--line)}
div.frame,.frame>summary{display:grid;grid-template-columns:4rem 5rem 1fr;gap:.7rem;padding:.25rem .7rem}
.frame>summary{cursor:pointer}
.frame>summary .number::before{content:"+ ";color:var(--soft)}.frame[open]>summary .number::before{content:"- "}
.ms{text-align:right}.frame .note{color:var(--soft)}.frame .note.fault{color:var(--fault);font-weight:700}
.record{display:block;color:var(--soft);font-size:.82rem}.witnessed{background:var(--page)}.witnessed .number{color:var(--soft)}
.odds{background:var(--fault-soft);padding:.4rem .7rem;border-radius:.3rem}
.fields{padding:.2rem .8rem .7rem}
.fields dl,#tip dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem .8rem;margin:.4rem 0;font-size:.86rem}
.fields dt,#tip dt{font-weight:600}
.dump{display:block;font-size:.8rem}
#tip{position:absolute;z-index:5;max-width:min(34rem,calc(100vw - 1rem));max-height:min(26rem,60vh);overflow:auto;background:var(--card);border:1px solid var(--link);border-radius:.5rem;box-shadow:0 4px 18px #0006;padding:.5rem .9rem;margin:0;font-size:.9rem}
#tip[hidden]{display:none}#tip .fields{padding:0}#tip b{display:block}
.timeline text{fill:var(--soft);font-size:11px}
.timeline .tick,.timeline .pause-text{text-anchor:middle}
.timeline .pause-text{fill:var(--ink);font-weight:700}
.timeline .axis{stroke:var(--soft)}.timeline .grid{stroke:var(--line)}
.exchange-span{fill:var(--link);opacity:.14}.pause-span{fill:var(--hatch);opacity:.8}
.tick-frame{stroke:var(--ink);stroke-width:1.5}
.with-target{fill:var(--target-ap);background:var(--target-ap)}.with-current{fill:var(--current);background:var(--current)}.with-other{fill:var(--soft);background:var(--soft)}
.signal-station{fill:var(--ink);background:var(--ink)}.signal-ap{fill:var(--hatch);background:var(--hatch)}
.key{display:inline-block;width:.8em;height:.8em;border-radius:.15em;vertical-align:-.05em}.key.round{border-radius:50%}
.chain{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(4,1fr);gap:.6rem 1.5rem}
.chain>li{position:relative;min-width:0;border:1px solid var(--line);border-top:4px solid var(--soft);border-radius:.4rem;padding:.4rem .6rem;font-size:.88rem}
.chain>li:not(:last-child)::after{content:"\\2192";position:absolute;right:-1.25rem;top:.5rem;color:var(--soft)}
.chain>li:nth-child(4n):not(:last-child)::after{display:none}.chain>li.sound{border-top-color:var(--sound)}.chain>li.fault{border-top-color:var(--fault);background:var(--fault-soft)}.chain>li.cannot-tell{border-top-color:var(--open)}
.chain>li.not-reached{border-style:dashed}
.chain strong,.chain .made-of{display:block}.chain .made-of{font-size:.82rem}
.chain ul{list-style:none;padding:0}
.mark.sound{color:var(--sound)}.mark.fault{color:var(--fault)}.mark.cannot-tell{color:var(--open)}.mark{font-weight:700}
.octets{display:flex;flex-wrap:wrap;gap:.3rem .9rem;margin:.4rem 0 .9rem}
.group{display:flex;flex-direction:column;white-space:pre}
.group code{font-size:1em}.labels b{font-weight:400;color:var(--soft)}
mark{background:var(--mark);color:var(--mark-ink);border-radius:.15rem;outline:1px solid var(--fault)}
.settles{color:var(--soft)}
.checks{margin-top:1.2rem}.checks>summary{cursor:pointer;font-weight:600}
[data-hide]{display:none!important}
@media (max-width:46rem){
.roam>summary{grid-template-columns:auto auto 1fr auto}
.roam>summary .who,.roam>summary .way,.roam>summary .result{grid-column:1/-1}
.when{text-align:right}.pause-cell{grid-column:4;grid-row:1}
.body{padding:.6rem .7rem 1rem}
dl.facts,.fields dl,#tip dl{grid-template-columns:1fr;gap:0}
dl.facts dd,.fields dd{margin-bottom:.35rem}
div.frame,.frame>summary{grid-template-columns:3.4rem 4.2rem 1fr;gap:.5rem;padding-inline:.4rem}
.chain{grid-template-columns:1fr;gap:1.4rem}.chain>li:not(:last-child)::after,.chain>li:nth-child(4n):not(:last-child)::after{display:block;content:"\\2193";right:auto;left:1rem;top:auto;bottom:-1.45rem}
table:not(.matrix),table:not(.matrix) :is(tbody,tr,td){display:block}
table:not(.matrix) thead{display:none}
table:not(.matrix) tr{padding:.4rem 0;border-bottom:1px solid var(--line)}
table:not(.matrix) td{border:0;padding:.05rem 0}
table:not(.matrix) td[data-head]::before{content:attr(data-head) ": ";color:var(--soft)}
.ladder text{font-size:11px}.ladder .lane{font-size:10.5px}.ladder text.address{font-size:9px}.ladder text.time{font-size:10px}.ladder text.label.witness,.ladder .row .note{font-size:10px}
#tip{position:fixed;left:.5rem!important;right:.5rem;bottom:.5rem;top:auto!important;max-width:none}
}
@media print{
@page{size:A4;margin:14mm}
:root{color-scheme:light;--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--link:#0b57a4;--fault:#b3261e;--fault-soft:#fdeceb;--open:#7a5200;--open-soft:#fdf3dc;--sound:#1b6e3c;--sound-soft:#e6f4ea;--current:#7b4fa3;--target-ap:#0b67a8;--hatch:#c9781f;--mark:#ffd54a;--mark-ink:#3b2a00}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{font-size:10.5pt}body>*{max-width:none;padding-inline:0}
#tools,#tip,.skip,.roam>summary .badge::before{display:none!important}
figure,.cause,.octets,.chain>li,.frame,tr{break-inside:avoid}h2,h3{break-after:avoid}
.roam>summary{grid-template-columns:auto auto auto 1fr auto}.roam>summary .who,.roam>summary .way,.roam>summary .result{grid-column:auto}.roam>summary .who{display:none}
}
`;
