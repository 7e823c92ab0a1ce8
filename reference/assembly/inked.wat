;; The inner loop of a linear layer on pictures that are mostly background, in float64: z (h) = b (h) + sum of ink * W[pixel] (h) over
;; the inked pixels of one picture.
;;
;; Those stand in a list, 16 bytes each: the ink, and the address of the pixel's row of W. Eight columns are summed at once, and
;; never leave the registers. All addresses and widths count bytes.
(module
  (memory (export "memory") 1)

  ;; `z` holds b, and is overwritten. `width`, of z and of each row of W, is a multiple of 64. `list` ends before `end`.
  (func (export "addInked")
    (param $list i32) (param $end i32) (param $z i32) (param $width i32)
    (local $column i32) (local $at i32) (local $row i32) (local $ink v128)
    (local $z01 v128) (local $z23 v128) (local $z45 v128) (local $z67 v128)
    (if (i32.ge_u (local.get $list) (local.get $end)) (then (return)))
    (loop $columns
      (local.set $z01 (v128.load (local.get $z)))
      (local.set $z23 (v128.load offset=16 (local.get $z)))
      (local.set $z45 (v128.load offset=32 (local.get $z)))
      (local.set $z67 (v128.load offset=48 (local.get $z)))
      (local.set $at (local.get $list))
      (loop $inked
        (local.set $ink (v128.load64_splat (local.get $at)))
        (local.set $row (i32.add (i32.load offset=8 (local.get $at)) (local.get $column)))
        (local.set $z01 (f64x2.add (local.get $z01) (f64x2.mul (local.get $ink) (v128.load (local.get $row)))))
        (local.set $z23 (f64x2.add (local.get $z23) (f64x2.mul (local.get $ink) (v128.load offset=16 (local.get $row)))))
        (local.set $z45 (f64x2.add (local.get $z45) (f64x2.mul (local.get $ink) (v128.load offset=32 (local.get $row)))))
        (local.set $z67 (f64x2.add (local.get $z67) (f64x2.mul (local.get $ink) (v128.load offset=48 (local.get $row)))))
        (br_if $inked (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))
      (v128.store (local.get $z) (local.get $z01))
      (v128.store offset=16 (local.get $z) (local.get $z23))
      (v128.store offset=32 (local.get $z) (local.get $z45))
      (v128.store offset=48 (local.get $z) (local.get $z67))
      (local.set $z (i32.add (local.get $z) (i32.const 64)))
      (br_if $columns
        (i32.lt_u (local.tee $column (i32.add (local.get $column) (i32.const 64))) (local.get $width))))))
