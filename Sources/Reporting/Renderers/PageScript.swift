// SPDX-License-Identifier: GPL-3.0-or-later

/// The page's own script: tables that sort, one box that filters contenders and workloads, tooltips of chart marks, and
/// folded data that print. Without it everything can be read all the same.
enum PageScript {
  /// It makes no request and writes no style, so that it works under the page's policy.
  static let text = """
    (()=>{"use strict";
    const d=document,all=(s,r=d)=>[...r.querySelectorAll(s)];
    const make=(n,c,t)=>{const e=d.createElement(n);if(c)e.className=c;if(t)e.textContent=t;return e};
    const span={d:86400,h:3600,m:60,s:1};
    const value=cell=>{const t=(cell?cell.textContent:"").trim();
    if(/^never/.test(t))return Infinity;
    if(t==="\\u00b7")return 0;
    const time=t.split(" / ")[0].match(/^-?(\\d[\\d,.]* ?[dhms]\\b ?)+/);
    if(time)return (t[0]==="-"?-1:1)*[...time[0].matchAll(/([\\d,.]+) ?([dhms])/g)].reduce((s,m)=>s+m[1].replace(/,/g,"")*span[m[2]],0);
    const m=t.match(/^[<$+]*(-?[\\d,]*\\.?\\d+)/);
    return m?+m[1].replace(/,/g,""):NaN};
    const words=c=>c.textContent.trim().toLowerCase();
    const sort=(table,column,up)=>{const body=table.tBodies[0];
    const rows=[...body.rows].map((r,i)=>({r,i,t:words(r.cells[column]),v:value(r.cells[column])}));
    const numeric=rows.filter(x=>!isNaN(x.v)).length*2>rows.length;
    rows.sort((a,b)=>{let o=0;
    if(numeric){if(isNaN(a.v)||isNaN(b.v))return isNaN(a.v)-isNaN(b.v)||a.i-b.i;o=a.v===b.v?0:a.v<b.v?-1:1}
    else o=a.t<b.t?-1:a.t>b.t?1:0;
    return (up?o:-o)||a.i-b.i});
    body.append(...rows.map(x=>x.r))};
    for(const table of all("table")){if(table.tBodies[0].rows.length<3)continue;
    const heads=[...table.tHead.rows[0].cells];
    heads.forEach((th,column)=>{const b=make("button");b.type="button";b.append(...th.childNodes);th.append(b);
    b.addEventListener("click",()=>{const up=th.getAttribute("aria-sort")!=="ascending";
    heads.forEach(h=>h.removeAttribute("aria-sort"));
    th.setAttribute("aria-sort",up?"ascending":"descending");sort(table,column,up)})})}
    const groups=[...all("tbody").map(b=>[[...b.rows],r=>[...r.cells].filter(c=>c.tagName==="TH"||!c.classList.contains("n")).map(words).join(" ")]),
    ...all(".panels").map(p=>[[...p.children],e=>words(e.querySelector("h4"))]),
    ...all(".legend").map(l=>[[...l.children],words])];
    const form=make("form","filter"),label=make("label","","Filter "),input=make("input"),said=make("output");
    input.type="search";input.placeholder="contender or workload";label.append(input);form.append(label,said);
    form.addEventListener("submit",e=>e.preventDefault());
    input.addEventListener("input",()=>{const q=words({textContent:input.value});let shown=0,groupsHit=0;
    for(const [items,text] of groups){const hits=items.filter(i=>q&&text(i).includes(q));
    items.forEach(i=>{i.hidden=hits.length>0&&!hits.includes(i)});
    if(hits.length){shown+=hits.length;groupsHit++}}
    said.textContent=!q?"":shown?shown+" rows and panels in "+groupsHit+" tables and pictures; the others are whole":"nothing matches; all is shown"});
    d.querySelector("nav").after(form);
    const tip=make("div","tip");tip.hidden=true;tip.setAttribute("aria-hidden","true");d.body.append(tip);
    const mark=e=>{if(!e.target.closest||!e.target.closest("svg"))return "";
    for(let n=e.target;n.tagName!=="svg";n=n.parentNode){const t=[...n.children].find(c=>c.tagName==="title");
    if(t&&!n.dataset.tip){n.dataset.tip=t.textContent;t.textContent=""}
    if(n.dataset.tip)return n.dataset.tip}
    return ""};
    d.addEventListener("pointermove",e=>{const text=mark(e);tip.hidden=!text;
    if(!text)return;
    tip.textContent=text;
    const below=e.clientY+18,fits=below+tip.offsetHeight<innerHeight;
    tip.style.left=Math.max(4,Math.min(e.clientX+14,innerWidth-tip.offsetWidth-8))+"px";
    tip.style.top=(fits?below:e.clientY-tip.offsetHeight-10)+"px"});
    let closed=[];
    addEventListener("beforeprint",()=>{closed=all("details:not([open])");closed.forEach(x=>{x.open=true})});
    addEventListener("afterprint",()=>{closed.forEach(x=>{x.open=false});closed=[]});
    })();

    """
}
