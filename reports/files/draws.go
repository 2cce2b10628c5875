package files

import (
	"fmt"
	"io"
	"math"
	"reflect"

	"github.com/parquet-go/parquet-go"

	"hashwatt/sim"
	"hashwatt/sim/metric"
)

// rowGroup is the most rows that a parquet file keeps in memory before it writes them out.
const rowGroup = 1 << 20

// createdBy names the writer in parquet files. It leaves versions of modules out: the same result gives the same bytes.
var createdBy = parquet.CreatedBy("hashwatt", "1", "")

// Draws writes a row for each draw, from 0, the central case; the metrics are columns, null where a draw has no value.
func Draws(w io.Writer, r *sim.Result) error {
	table := metric.Table()
	fields := []reflect.StructField{{Name: "Draw", Type: reflect.TypeFor[int64](), Tag: `parquet:"draw"`}}
	for k, m := range table {
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprintf("M%d", k), Type: reflect.TypeFor[*float64](),
			Tag: reflect.StructTag(fmt.Sprintf("parquet:%q", m.ID+",optional")),
		})
	}
	schema := parquet.SchemaOf(reflect.New(reflect.StructOf(fields)).Interface())
	out := parquet.NewWriter(w, schema, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(rowGroup), createdBy)
	row := make(parquet.Row, 0, len(fields))
	for d, values := range r.Columns {
		row = append(row[:0], parquet.Int64Value(int64(d)).Level(0, 0, 0))
		for k, v := range values {
			switch {
			case !v.OK():
				row = append(row, parquet.NullValue().Level(0, 0, k+1))
			case math.IsNaN(v.V) || math.IsInf(v.V, 0):
				return fmt.Errorf("draws.parquet: %s of draw %d is %g, which is no number", table[k].ID, d, v.V)
			default:
				row = append(row, parquet.DoubleValue(v.V).Level(0, 1, k+1))
			}
		}
		if _, err := out.WriteRows([]parquet.Row{row}); err != nil {
			return err
		}
	}
	return out.Close()
}
