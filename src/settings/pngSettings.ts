// The keyword under which a sample image carries the settings of its run (PNG text chunk).

export const PNG_SETTINGS_KEY = 'plumbline';
