// Runs before anything is painted, so it is short: at most 120 bytes, and its hash is in every page's policy.
var d=document.documentElement,t;d.className="js";try{t=localStorage["mp.theme"]}catch(e){}if(t)d.dataset.theme=t
