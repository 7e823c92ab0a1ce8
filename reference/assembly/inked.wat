;; The inner loops of 06's network in float64, on rows of numbers of which most count for nothing: background in a picture, units that relu
;; leaves at 0. Z (rows, n) = b (n) + sum of number * W[k] (n) over what counts in a row.
;;
;; What counts of a row is listed first, 16 bytes each: the number, and how far into a band of W its k lies. A band is 16 columns of W,
;; which are summed at once and never leave the registers; those of each k lie side by side. All addresses count bytes.
(module
  (memory (export "memory") 1)

  ;; Lists the pixels of a picture that are not 0, each as it stands in a table of 256 inks; gives the address where the list ends. All
  ;; pixels are written, and the next ones over those that do not count, as branches would be guessed wrong too often.
  (func (export "listInked") (param $at i32) (param $pixels i32) (param $list i32) (param $inks i32) (result i32)
    (local $k i32) (local $ink i32)
    (loop $pixel
      (local.set $ink (i32.load8_u (local.get $at)))
      (f64.store (local.get $list) (f64.load (i32.add (local.get $inks) (i32.shl (local.get $ink) (i32.const 3)))))
      (i32.store offset=8 (local.get $list) (local.get $k))
      (local.set $list (i32.add (local.get $list) (i32.shl (i32.ne (local.get $ink) (i32.const 0)) (i32.const 4))))
      (local.set $k (i32.add (local.get $k) (i32.const 128)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $pixel (local.tee $pixels (i32.sub (local.get $pixels) (i32.const 1)))))
    (local.get $list))

  ;; Lists the numbers of a row that relu lets through, NaN among them.
  (func (export "listActive") (param $at i32) (param $units i32) (param $list i32) (result i32)
    (local $k i32) (local $z f64)
    (loop $unit
      (local.set $z (f64.load (local.get $at)))
      (f64.store (local.get $list) (local.get $z))
      (i32.store offset=8 (local.get $list) (local.get $k))
      (local.set $list
        (i32.add (local.get $list) (i32.shl (i32.eqz (f64.le (local.get $z) (f64.const 0))) (i32.const 4))))
      (local.set $k (i32.add (local.get $k) (i32.const 128)))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $unit (local.tee $units (i32.sub (local.get $units) (i32.const 1)))))
    (local.get $list))

  ;; A band of Z, of whose rows the next begins `stride` on, from as many lists; each has `room`, and `ends` says where it ends.
  (func (export "sumBand")
    (param $lists i32) (param $ends i32) (param $room i32) (param $W i32) (param $b i32) (param $z i32) (param $stride i32)
    (param $rows i32)
    (local $at i32) (local $end i32) (local $k i32) (local $number v128)
    (local $z0 v128) (local $z1 v128) (local $z2 v128) (local $z3 v128)
    (local $z4 v128) (local $z5 v128) (local $z6 v128) (local $z7 v128)
    (loop $row
      (local.set $z0 (v128.load (local.get $b)))
      (local.set $z1 (v128.load offset=16 (local.get $b)))
      (local.set $z2 (v128.load offset=32 (local.get $b)))
      (local.set $z3 (v128.load offset=48 (local.get $b)))
      (local.set $z4 (v128.load offset=64 (local.get $b)))
      (local.set $z5 (v128.load offset=80 (local.get $b)))
      (local.set $z6 (v128.load offset=96 (local.get $b)))
      (local.set $z7 (v128.load offset=112 (local.get $b)))
      (local.set $at (local.get $lists))
      (local.set $end (i32.load (local.get $ends)))
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (loop $listed
            (local.set $k (i32.add (local.get $W) (i32.load offset=8 (local.get $at))))
            (local.set $number (v128.load64_splat (local.get $at)))
            (local.set $z0 (f64x2.add (local.get $z0) (f64x2.mul (local.get $number) (v128.load (local.get $k)))))
            (local.set $z1 (f64x2.add (local.get $z1) (f64x2.mul (local.get $number) (v128.load offset=16 (local.get $k)))))
            (local.set $z2 (f64x2.add (local.get $z2) (f64x2.mul (local.get $number) (v128.load offset=32 (local.get $k)))))
            (local.set $z3 (f64x2.add (local.get $z3) (f64x2.mul (local.get $number) (v128.load offset=48 (local.get $k)))))
            (local.set $z4 (f64x2.add (local.get $z4) (f64x2.mul (local.get $number) (v128.load offset=64 (local.get $k)))))
            (local.set $z5 (f64x2.add (local.get $z5) (f64x2.mul (local.get $number) (v128.load offset=80 (local.get $k)))))
            (local.set $z6 (f64x2.add (local.get $z6) (f64x2.mul (local.get $number) (v128.load offset=96 (local.get $k)))))
            (local.set $z7 (f64x2.add (local.get $z7) (f64x2.mul (local.get $number) (v128.load offset=112 (local.get $k)))))
            (br_if $listed (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))))
      (v128.store (local.get $z) (local.get $z0))
      (v128.store offset=16 (local.get $z) (local.get $z1))
      (v128.store offset=32 (local.get $z) (local.get $z2))
      (v128.store offset=48 (local.get $z) (local.get $z3))
      (v128.store offset=64 (local.get $z) (local.get $z4))
      (v128.store offset=80 (local.get $z) (local.get $z5))
      (v128.store offset=96 (local.get $z) (local.get $z6))
      (v128.store offset=112 (local.get $z) (local.get $z7))
      (local.set $lists (i32.add (local.get $lists) (local.get $room)))
      (local.set $ends (i32.add (local.get $ends) (i32.const 4)))
      (local.set $z (i32.add (local.get $z) (local.get $stride)))
      (br_if $row (local.tee $rows (i32.sub (local.get $rows) (i32.const 1)))))))
