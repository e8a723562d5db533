"""How the face looks, one file per screen or group of widgets; `sheets` reads them."""
