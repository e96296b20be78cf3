"""Floor 5. What the patient sees and hears; the only importer of Panda3D and, with it, of the headset."""
