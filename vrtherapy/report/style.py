"""The look of the page: A4, light, printable. Sizes and colours are those of the clinic's console.

Contrast on white: text 17.9, muted 7.9, accent 6.8, stop 6.9. Nothing is told by colour alone.
"""

from __future__ import annotations

from typing import Final

CSS: Final = """
@page{size:A4;margin:10mm 12.7mm}
:root{--text:#12181D;--muted:#48535E;--line:#C4CBD2;--accent:#0A5CA4;--sunk:#E6EBEF;--stop:#B4121B}
*{box-sizing:border-box;margin:0}
html{background:#fff}
body{color:var(--text);font:12px/16px "Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{margin:0 auto;max-width:794px}
.sheet{width:794px;max-width:100%;min-height:1123px;margin:0 auto;padding:40px 48px 30px;display:flex;flex-direction:column}
h2.h{font-size:20px;line-height:26px;margin:0}
h3{font-size:13px;line-height:18px;font-weight:600;margin:11px 0 4px}
.annex{min-height:0;border-top:1px solid var(--line)}
.m{color:var(--muted)}.f{font-weight:400;font-size:12px}b,strong{font-weight:600}
header{display:flex;justify-content:space-between;align-items:flex-end;gap:24px;border-bottom:2px solid var(--text);padding-bottom:9px}
header>div+div{text-align:right;white-space:nowrap}
h1{font-size:20px;line-height:26px;font-weight:600;overflow-wrap:anywhere}
h2{font-size:13px;line-height:18px;font-weight:600;margin:9px 0 4px}
td,li,p{overflow-wrap:anywhere}
.say{border:1.5px solid var(--text);padding:5px 9px;margin-top:9px}
.gone{border:2px solid var(--stop);padding:6px 9px;margin-top:9px}
.gone b{color:var(--stop)}
.kf{display:grid;grid-template-columns:repeat(5,1fr);border-bottom:1px solid var(--line)}
.k6{grid-template-columns:repeat(6,1fr)}
.kf div{padding:8px 10px 7px 0}.kf div+div{padding-left:12px;border-left:1px solid var(--line)}
.kf span{display:block;color:var(--muted)}.kf div>span:first-child{white-space:nowrap}
.kf strong{display:block;font-size:20px;line-height:26px;white-space:nowrap}
.kf strong span{display:inline;font-size:12px;font-weight:400}
svg{flex:none;display:block;width:100%;height:auto}
svg text{font:11px "Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif;fill:var(--muted);paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
svg .t{fill:var(--text)}svg .h{font-weight:600;fill:var(--text);font-size:12px}svg .s{fill:var(--stop);font-weight:600}
svg .a{fill:var(--accent);font-weight:600}
table{border-collapse:collapse;width:100%}
th{text-align:left;font-weight:400;color:var(--muted);border-bottom:1px solid var(--text);padding:2px 8px 3px 0}
td{padding:2px 8px 2px 0;border-bottom:1px solid var(--line);vertical-align:top}
td:last-child,th:last-child{padding-right:0}
.wideband:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
tr,li,.say,.gone,.kf,.sign{break-inside:avoid}
.two{display:grid;grid-template-columns:1fr 1fr;gap:28px}
ul{list-style:none;padding:0}li{display:grid;grid-template-columns:44px 1fr;padding:1px 0}
.wide li{grid-template-columns:112px 1fr;gap:8px}
.rule{height:24px;border-bottom:1px solid var(--line)}
.sign{display:grid;grid-template-columns:1fr 160px;gap:28px;margin-top:auto;padding-top:18px}
.sign div{border-top:1px solid var(--text);padding-top:3px;color:var(--muted)}
footer{margin-top:12px;border-top:1px solid var(--line);padding-top:7px;display:flex;justify-content:space-between;gap:24px;color:var(--muted);font-size:11px;line-height:15px}
footer span:last-child{text-align:right;overflow-wrap:anywhere}
.v{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media print{main{max-width:none}.sheet{width:auto;min-height:0;padding:0}.annex{border:0;break-before:page}.sign{margin-top:0}}
@media screen and (max-width:760px){.sheet{padding:20px 16px;min-height:0}.two{grid-template-columns:1fr;gap:0}.kf,.k6{grid-template-columns:1fr 1fr}.wideband{overflow-x:auto}.wideband>*{min-width:640px}header,footer{flex-wrap:wrap}header>div+div,footer span:last-child{text-align:left}.sign{grid-template-columns:1fr}}
"""
