package seeds

import (
	"io/fs"
	"strings"
)

// tariffFolder holds the tariffs, a file each.
const tariffFolder = "tariffs"

// TariffNames returns the names of the tariffs ("komi_2025"), sorted.
func (c *Catalog) TariffNames() []string {
	var names []string
	entries, _ := fs.ReadDir(c.fsys, tariffFolder) // sorted by name; a folder that is not there has none
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".yaml"); ok {
			names = append(names, name)
		}
	}
	return names
}

// TariffFile returns the path of a tariff under seeds/ ("tariffs/komi_2025.yaml"), whether or not there is one of
// that name.
func TariffFile(name string) string { return tariffFolder + "/" + name + ".yaml" }

// Tariff returns the text of the tariff of a name, a YAML file with the keys name, zone, country and tariff, a list of
// components. False where there is none.
func (c *Catalog) Tariff(name string) (text []byte, ok bool) {
	text, err := fs.ReadFile(c.fsys, TariffFile(name))
	return text, err == nil
}
