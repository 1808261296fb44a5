// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A script that looks at the page it is put into. It gets a nonce in the page's own policy and changes nothing else of
/// it, so that what the policy forbids stays forbidden.
enum PageProbe {
  /// The page with the probe in it, as it is looked at.
  static func inserted(into page: String, _ look: Browser.Look) -> String {
    var page = page.replacingOccurrences(of: "script-src '", with: "script-src 'nonce-probe' '")
    if look.isPaper {
      // Paper's rules on a screen, where they can be measured. The changed style needs the nonce too.
      page = page.replacingOccurrences(of: "style-src '", with: "style-src 'nonce-probe' '")
        .replacingOccurrences(of: "<style>", with: "<style nonce=\"probe\">")
        .replacingOccurrences(of: "@media print{", with: "@media all{")
        .replacingOccurrences(of: "@media screen and", with: "@media speech and")
    }
    let probe = "<script nonce=\"probe\">\(script.replacingOccurrences(of: "PAPER", with: "\(look.isPaper)"))</script>"
    guard let head = page.range(of: "<meta name=\"viewport\"") else { return probe + page }
    page.insert(contentsOf: probe, at: head.lowerBound)
    return page
  }

  /// A page with a frame of the wanted width that keeps what the page in it says.
  static func frame(width: Int) -> String {
    """
    <!DOCTYPE html><title>frame</title><iframe src="page.html" width="\(width)" height="1000" style="border:0"></iframe>
    <script>addEventListener("message",e=>document.documentElement.setAttribute("data-findings",e.data))</script>
    """
  }

  private static let script = """
    (()=>{"use strict";
    const paper=PAPER,faults=[],d=document,all=s=>[...d.querySelectorAll(s)];
    addEventListener("securitypolicyviolation",e=>faults.push("policy: "+e.violatedDirective+" "+e.blockedURI));
    addEventListener("error",e=>faults.push("error: "+(e.message||(e.target&&e.target.outerHTML)||e).toString().slice(0,200)),true);
    addEventListener("unhandledrejection",e=>faults.push("rejection: "+e.reason));
    const name=e=>{let n=e;while(n&&!n.id)n=n.parentElement;
    return (n?"#"+n.id+" ":"")+e.tagName+" "+(e.textContent||"").trim().slice(0,40)};
    const shown=e=>{const r=e.getBoundingClientRect();return r.width>0&&r.height>0&&getComputedStyle(e).visibility!=="hidden"};
    // Red, green, blue and opacity of what a style says.
    const parts=c=>{const m=c.match(/[\\d.]+/g);return m?[+m[0],+m[1],+m[2],m.length>3?+m[3]:1]:null};
    const light=c=>{const f=v=>{v/=255;return v<=0.04045?v/12.92:Math.pow((v+0.055)/1.055,2.4)};
    return 0.2126*f(c[0])+0.7152*f(c[1])+0.0722*f(c[2])};
    const ground=e=>{for(let n=e;n;n=n.parentElement){const c=parts(getComputedStyle(n).backgroundColor);
    if(c&&c[3]>0.99)return c}
    return [255,255,255,1]};
    const contrast=(a,b)=>{const x=light(a),y=light(b);return (Math.max(x,y)+0.05)/(Math.min(x,y)+0.05)};
    const look=()=>{const cut=[],faint=[],root=d.documentElement,counts={};
    counts.tables=all("table").length;counts.pictures=all("svg[role=img]").filter(shown).length;
    for(const e of all("body *")){if(e.closest("svg")||e.closest(".scroll,.panel,.skip,caption"))continue;
    const r=e.getBoundingClientRect();if(r.width>0&&(r.right>innerWidth+1||r.left<-1)&&getComputedStyle(e).position!=="fixed")cut.push("out of the window: "+name(e))}
    for(const e of all("*")){const s=getComputedStyle(e);
    const hides=s.overflowX==="hidden"&&e.tagName!=="CAPTION"&&!e.closest("svg");
    const scrolls=paper&&e.matches(".scroll,.panel");
    if((hides||scrolls)&&shown(e)&&e.scrollWidth>e.clientWidth+1)cut.push("cut off in its box: "+name(e))}
    for(const svg of all("svg[role=img]").filter(shown)){const box=svg.getBoundingClientRect();
    for(const t of svg.querySelectorAll("text")){const r=t.getBoundingClientRect();
    if(r.left<box.left-1||r.right>box.right+1||r.top<box.top-1||r.bottom>box.bottom+1)cut.push("cut off in its picture: "+name(t))}}
    let texts=0;const walker=d.createTreeWalker(d.body,NodeFilter.SHOW_TEXT);
    while(walker.nextNode()){const node=walker.currentNode,e=node.parentElement;
    if(!node.data.trim()||!shown(e)||e.closest("script,style,caption,title,desc,.skip"))continue;
    const s=getComputedStyle(e),svg=e.closest("svg");
    const ink=parts(svg?s.fill:s.color);if(!ink)continue;texts++;
    const ratio=contrast(ink,svg?ground(svg):ground(e));
    if(ratio<4.5)faint.push(ratio.toFixed(2)+": "+name(e))}
    counts.texts=texts;counts.buttons=all("th button").length;
    return {window:innerWidth,page:Math.max(root.scrollWidth,d.body.scrollWidth),cut:[...new Set(cut)].slice(0,20),
    requests:performance.getEntriesByType("resource").map(r=>r.name),faults,faint:[...new Set(faint)].slice(0,20),counts}};
    const cells=(t,c)=>[...t.tBodies[0].rows].map(r=>r.cells[c].textContent.trim());
    // Tries what the page's own script offers, and puts all back.
    const controls=()=>{const broken=[];
    const table=all("table").find(t=>t.querySelector("th button")&&t.tBodies[0].rows.length>3);
    if(table){const th=table.tHead.rows[0].cells[0],button=th.querySelector("button"),before=cells(table,0);
    button.click();const up=cells(table,0);
    if(th.getAttribute("aria-sort")!=="ascending")broken.push("no aria-sort");
    button.click();const down=cells(table,0);
    if(up.join("|")!==[...down].reverse().join("|"))broken.push("sorting down is not sorting up reversed");
    if([...up].sort().join("|")!==[...before].sort().join("|"))broken.push("sorting loses rows");
    if(up.join("|")!==[...up].sort((a,b)=>a.toLowerCase()<b.toLowerCase()?-1:1).join("|"))broken.push("not in order: "+up.join(", "))}
    const input=d.querySelector(".filter input");
    if(input&&table){const word=cells(table,0)[0];input.value=word;input.dispatchEvent(new Event("input"));
    const left=[...table.tBodies[0].rows].filter(r=>!r.hidden);
    if(!left.length||left.some(r=>!r.textContent.toLowerCase().includes(word.toLowerCase())))broken.push("the filter shows other rows");
    if(!left.every(shown)&&!paper)broken.push("the filter hides what it found");
    input.value="";input.dispatchEvent(new Event("input"));
    if(all("tr").some(r=>r.hidden))broken.push("an empty filter hides rows")}
    if(!input&&table)broken.push("no filter");
    const mark=all("svg path>title,svg g>title")[0];
    if(mark){const text=mark.textContent,target=mark.parentNode.tagName==="g"?mark.parentNode.firstElementChild:mark.parentNode;
    target.dispatchEvent(new PointerEvent("pointermove",{bubbles:true,clientX:9,clientY:9}));
    const tip=d.querySelector(".tip");
    if(!tip||tip.hidden||tip.textContent!==text)broken.push("no tooltip: "+text);
    d.body.dispatchEvent(new PointerEvent("pointermove",{bubbles:true}));
    if(tip&&!tip.hidden)broken.push("the tooltip stays")}
    const folded=all("details").length;
    dispatchEvent(new Event("beforeprint"));
    if(all("details[open]").length!==folded)broken.push("folded data do not print");
    if(!paper)dispatchEvent(new Event("afterprint"));
    return broken};
    addEventListener("load",()=>{const broken=controls(),found=look();found.broken=broken;
    // A violation is told in a task of its own.
    setTimeout(()=>parent.postMessage(JSON.stringify(found),"*"),50)});
    })();
    """
}
